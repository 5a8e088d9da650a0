-- Every KPI at its delivered grain (days only where asked for) and rolled up to the coarser grains that are wanted.
-- Sums are taken in the order of the dates, so that the same observations give the same bits on any number of threads.
-- A period is complete once the KPI was observed to its end: what is not delivered yet may still change it. The newest
-- visible observation has ended by the day asked about, so a complete period has ended too.
WITH reach AS (
    SELECT kpi_id, period_end(any_value(grain), max(observed_on)) AS observed_through
    FROM visible
    GROUP BY kpi_id
),
rolled AS (
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
    closes_on(delivered, grain, period_on) <= observed_through AS is_complete
FROM rolled
JOIN reach USING (kpi_id)
ORDER BY kpi_id, grain, period_on;
