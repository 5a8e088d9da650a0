-- How many rows a file has, and a number that changes when any of them does; their order does not matter.
SELECT count(*), format('{:x}', bit_xor(hash(kpi_id, grain, observed_on, value, recorded_at)))
FROM read_parquet($files);
