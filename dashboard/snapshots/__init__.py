"""The results that pages show: one immutable DuckDB file per publish."""
