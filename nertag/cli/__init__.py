"""The command line: ``main`` is the table of commands; most other files are one command each."""
