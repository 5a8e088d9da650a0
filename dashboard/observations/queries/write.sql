-- The next file: everything that was kept, and what was brought.
COPY (
    SELECT kpi_id, grain, observed_on, value, recorded_at FROM kept
    UNION ALL
    SELECT kpi_id, grain, observed_on, value, recorded_at FROM brought
    ORDER BY kpi_id, grain, observed_on, recorded_at
) TO $path (FORMAT parquet, COMPRESSION zstd);
