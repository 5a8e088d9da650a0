-- the objectives, in the order of the files
SELECT cycle_id, definition FROM objectives ORDER BY cycle_id, position
