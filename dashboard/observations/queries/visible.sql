-- One row a KPI and period: what had ended by $as_of, in the version recorded last by $known_at.
-- A row of another grain than the declared one is another series: its days must not count as weeks.
-- The value breaks a tie between files, so that the answer does not depend on their order.
CREATE TEMP TABLE visible AS
SELECT o.kpi_id, o.observed_on, o.value, k.grain, k.aggregation
FROM read_parquet($files) AS o
JOIN kpis AS k ON k.kpi_id = o.kpi_id AND k.grain = o.grain
WHERE o.observed_on <= $as_of
  AND o.recorded_at <= $known_at
  AND period_end(k.grain, o.observed_on) <= $as_of
QUALIFY row_number() OVER (PARTITION BY o.kpi_id, o.observed_on ORDER BY o.recorded_at DESC, o.value DESC) = 1;
