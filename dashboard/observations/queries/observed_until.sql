-- The last day of the latest period of each KPI, at its delivered grain.
SELECT kpi_id, CAST(period_end(any_value(grain), max(observed_on)) AS DATE) AS ended_on
FROM visible
GROUP BY kpi_id
ORDER BY kpi_id;
