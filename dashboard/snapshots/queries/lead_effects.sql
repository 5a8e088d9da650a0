-- what each leading KPI does to the forecast of every key result, in the order of the files
SELECT * FROM lead_effects ORDER BY key_result_id, position
