-- the landings of every key result, lowest level first
SELECT * FROM landings ORDER BY key_result_id, level
