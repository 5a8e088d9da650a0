"""The commands, one file per group: each calls one function and prints the result.

A command imports what it needs when it is called: pandas and DuckDB take a second, which `--help`
and a check-in should not pay.
"""
