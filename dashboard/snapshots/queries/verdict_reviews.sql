-- what people said of verdicts, oldest first
SELECT * FROM verdict_reviews ORDER BY decided_on, recorded_at, review_id
