-- the KPIs attached to every key result, in the order of the files
SELECT * FROM indicators ORDER BY key_result_id, position
