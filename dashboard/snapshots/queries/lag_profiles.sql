-- how every KPI is linked to every key result at each shift, the KPI last first
SELECT * FROM lag_profiles ORDER BY key_result_id, kpi_id, lag
