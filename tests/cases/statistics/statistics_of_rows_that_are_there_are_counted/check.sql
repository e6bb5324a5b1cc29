SELECT statistics_name, kinds, n_distinct IS NOT NULL AS counted
FROM pg_stats_ext
WHERE tablename = 'places'
ORDER BY statistics_name;
