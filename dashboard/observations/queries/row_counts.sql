-- All rows: restated ones, and those of a grain that is no longer declared, included.
SELECT kpi_id, count(*) AS rows FROM read_parquet($files) GROUP BY kpi_id ORDER BY kpi_id;
