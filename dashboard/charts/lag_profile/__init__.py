"""When a KPI moves, compared with the outcome: the correlation at every lag."""
