"""The command line.

``main`` has the table of commands and runs them; ``data_commands``, ``model_commands`` and
``tagging_commands`` say what they take. Most other files do the work of one command each.
"""
