-- Of what was delivered, all that is not the newest value of its KPI, grain and date already.
-- A clock that was set back must not bury a restatement under the value that it replaces: it is recorded just after.
CREATE TEMP TABLE brought AS
WITH newest AS (
    SELECT kpi_id, grain, observed_on, value, recorded_at
    FROM kept
    QUALIFY row_number() OVER (PARTITION BY kpi_id, grain, observed_on ORDER BY recorded_at DESC, value DESC) = 1
)
SELECT
    d.kpi_id,
    d.grain,
    d.observed_on,
    d.value,
    greatest($recorded_at, coalesce(n.recorded_at + INTERVAL 1 MICROSECOND, $recorded_at)) AS recorded_at,
    n.kpi_id IS NOT NULL AS is_restated
FROM delivered AS d
LEFT JOIN newest AS n ON n.kpi_id = d.kpi_id AND n.grain = d.grain AND n.observed_on = d.observed_on
WHERE n.kpi_id IS NULL OR n.value <> d.value;
