-- the decisions, newest first
SELECT * FROM decisions ORDER BY decided_on DESC, recorded_at DESC, decision_id
