-- the check-ins, newest first
SELECT * FROM check_ins ORDER BY checked_in_on DESC, recorded_at DESC, check_in_id
