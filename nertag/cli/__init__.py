"""The command line: ``main`` is the table of commands, each other file is one command."""
