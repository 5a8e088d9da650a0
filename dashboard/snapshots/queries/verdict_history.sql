-- what was said of each KPI on each key result in each kept week, oldest first
SELECT * FROM verdict_history ORDER BY as_of, key_result_id, kpi_id
