-- the cycles, oldest first
SELECT cycle_id, starts_on, ends_on FROM cycles ORDER BY starts_on, cycle_id
