"""The history of delivered values: one immutable Parquet file per source, queried with DuckDB."""
