-- the periods ahead of every key result, nearest first
SELECT * FROM forecast_paths ORDER BY key_result_id, period_on
