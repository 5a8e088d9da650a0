"""What sources deliver, kept with its history: one immutable Parquet file per source, asked with DuckDB."""
