SELECT relispopulated FROM pg_class WHERE oid = 'totals'::regclass;
REFRESH MATERIALIZED VIEW totals;
SELECT * FROM totals ORDER BY 1;
