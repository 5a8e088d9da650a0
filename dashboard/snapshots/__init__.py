"""Everything a page shows, frozen: one immutable DuckDB file per publish."""
