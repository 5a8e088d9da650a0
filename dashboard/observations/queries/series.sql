-- Every KPI at its delivered grain (days only where asked for) and rolled up to the coarser grains that are wanted.
-- Sums are taken in the order of the dates, so that the same observations give the same bits on any number of threads.
WITH rolled AS (
    SELECT
        v.kpi_id,
        w.target AS grain,
        period_of(v.grain, v.observed_on, w.target) AS period_on,
        any_value(v.grain) AS delivered,
        any_value(v.aggregation) AS aggregation,
        sum(v.value ORDER BY v.observed_on) AS total,
        count(*) AS observation_count,
        arg_max(v.value, v.observed_on) AS latest,
        min(v.value) AS lowest,
        max(v.value) AS highest
    FROM visible AS v
    JOIN wanted AS w ON w.kpi_id = v.kpi_id
    GROUP BY v.kpi_id, w.target, period_on
)
SELECT
    kpi_id,
    grain,
    period_on,
    CASE aggregation
        WHEN 'sum' THEN total
        WHEN 'mean' THEN total / observation_count
        WHEN 'last' THEN latest
        WHEN 'min' THEN lowest
        WHEN 'max' THEN highest
    END AS value,
    observation_count,
    closes_on(delivered, grain, period_on) <= $as_of AS is_complete
FROM rolled
ORDER BY kpi_id, grain, period_on;
