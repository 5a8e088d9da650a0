-- The last complete period of each KPI at its delivered grain, and the day on which it ended.
SELECT
    kpi_id,
    any_value(grain) AS grain,
    max(observed_on) AS period_on,
    period_end(any_value(grain), max(observed_on)) AS ended_on,
    arg_max(value, observed_on) AS value
FROM visible
GROUP BY kpi_id
ORDER BY kpi_id;
