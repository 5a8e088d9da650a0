"""Connectors to data sources; knows nothing of OKRs, DuckDB or the dashboard."""
