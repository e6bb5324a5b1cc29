-- Point 8 of the acceptance list, first part: tables, indexes, row-level security and sizes.

-- check 8.1: The four tables are there; their sizes, and that of the database
SELECT
    array_agg(relname::text ORDER BY relname) = ARRAY['appointments', 'audit_logs', 'contacts', 'notifications']
    AND bool_and(size > 0) AS passed,
    format(
        '%s; the database %s',
        string_agg(format('%s %s', relname, pg_size_pretty(size)), ', ' ORDER BY size DESC, relname),
        pg_size_pretty(pg_database_size(current_database()))
    ) AS seen
FROM pg_class
CROSS JOIN LATERAL pg_total_relation_size(oid) AS size
WHERE relnamespace = 'public'::regnamespace
AND relkind = 'r'
AND relname IN ('contacts', 'appointments', 'notifications', 'audit_logs');

-- check 8.2: At least 15 indexes stand on three of the tables
SELECT
    sum(amount) >= 15
    AND count(*) = 3 AS passed,
    format('%s: %s', sum(amount), string_agg(format('%s on %s', amount, tablename), ', ')) AS seen
FROM (
    SELECT tablename, count(*) AS amount
    FROM pg_indexes
    WHERE schemaname = 'public'
    AND tablename IN ('contacts', 'appointments', 'notifications')
    GROUP BY tablename
) AS counted;

-- check 8.3: Every index is valid, and none repeats another
SELECT
    count(*) > 0
    AND bool_and(indisvalid AND indisready)
    AND count(*) = count(DISTINCT (indrelid, indkey::text, indclass::text, indoption::text, predicate)) AS passed,
    format(
        '%s indexes, %s not valid, %s repeated',
        count(*),
        count(*) FILTER (WHERE NOT (indisvalid AND indisready)),
        count(*) - count(DISTINCT (indrelid, indkey::text, indclass::text, indoption::text, predicate))
    ) AS seen
FROM pg_index
JOIN pg_class ON pg_class.oid = indrelid
CROSS JOIN LATERAL coalesce(pg_get_expr(indpred, indrelid), '') AS predicate
WHERE relnamespace = 'public'::regnamespace;

-- check 8.4: Row-level security is on for the three tables
SELECT
    bool_and(rowsecurity)
    AND count(*) = 3 AS passed,
    string_agg(format('%s: %s', tablename, rowsecurity), ', ' ORDER BY tablename) AS seen
FROM pg_tables
WHERE schemaname = 'public'
AND tablename IN ('contacts', 'appointments', 'notifications');
