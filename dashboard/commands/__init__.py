"""The commands, a file a group: thin, every verb calls one function and says what came of it.

A verb imports what it needs when it is called: pandas and DuckDB take a second that `--help` and a check-in do not owe.
"""
