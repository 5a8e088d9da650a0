-- the periods of some KPIs at some grains, oldest first
SELECT kpi_id, grain, period_on, value, observation_count, is_complete
FROM series
WHERE kpi_id IN (SELECT unnest($kpi_ids)) AND grain IN (SELECT unnest($grains))
ORDER BY kpi_id, grain, period_on
