-- A number a KPI that changes when any of its visible rows does; the order of rows does not matter.
WITH visible AS (
    SELECT o.kpi_id, o.grain, o.observed_on, o.value
    FROM read_parquet($files) AS o
    JOIN kpis AS k ON k.kpi_id = o.kpi_id AND k.grain = o.grain
    WHERE o.observed_on <= $as_of AND o.recorded_at <= $known_at
    QUALIFY row_number() OVER (PARTITION BY o.kpi_id, o.observed_on ORDER BY o.recorded_at DESC, o.value DESC) = 1
)
SELECT
    kpi_id,
    format('{:x}-{:x}', count(*), bit_xor(hash(grain, observed_on, value))) AS fingerprint
FROM visible
GROUP BY kpi_id
ORDER BY kpi_id;
