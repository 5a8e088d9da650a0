"""Runs the expensive tasks of a publish: a cache of their results, and processes that share the rest."""
