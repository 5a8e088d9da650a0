-- the changed fields of OKRs, newest first
SELECT * FROM revisions ORDER BY effective_on DESC, recorded_at DESC, object_id, field
