-- Everything that was ever recorded, as it is kept.
SELECT kpi_id, grain, observed_on, value, recorded_at
FROM read_parquet($files)
ORDER BY kpi_id, grain, observed_on, recorded_at
