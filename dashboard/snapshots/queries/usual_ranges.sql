-- the judged periods of every KPI, newest last
SELECT * FROM usual_ranges ORDER BY kpi_id, period_on
