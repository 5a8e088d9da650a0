-- what was said of each objective in each kept week, oldest first
SELECT * FROM objective_history ORDER BY as_of, objective_id
