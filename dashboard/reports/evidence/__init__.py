"""The evidence page: which KPIs are leading indicators, and why."""
