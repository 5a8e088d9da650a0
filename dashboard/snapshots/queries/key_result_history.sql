-- what was said of each key result in each kept week, oldest first
SELECT * FROM key_result_history ORDER BY as_of, key_result_id
