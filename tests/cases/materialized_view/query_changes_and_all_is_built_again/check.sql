SELECT * FROM totals ORDER BY 1;
SELECT indexdef FROM pg_indexes WHERE tablename = 'totals';
SELECT has_table_privilege('reader', 'totals', 'SELECT'), obj_description('totals'::regclass), col_description('totals'::regclass, 2);
REFRESH MATERIALIZED VIEW CONCURRENTLY totals;
