-- All rows, restated ones included.
SELECT kpi_id, count(*) AS rows FROM read_parquet($files) GROUP BY kpi_id ORDER BY kpi_id;
