"""The outside world in one shape. Knows nothing of OKRs, of DuckDB, or of the dashboard."""
