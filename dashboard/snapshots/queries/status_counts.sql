-- how many key results of an objective have each status
SELECT key_results.objective_id, health.status, count(*) AS key_result_count
FROM key_results JOIN key_result_health AS health USING (key_result_id)
GROUP BY ALL
ORDER BY ALL
