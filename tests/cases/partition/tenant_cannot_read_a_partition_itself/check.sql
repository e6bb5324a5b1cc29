SET ROLE reader;
SET app.org = '1';
SELECT kind FROM events ORDER BY kind;
SET app.org = '2';
SELECT kind FROM events ORDER BY kind;
DO $attack$
BEGIN
    PERFORM count(*) FROM events_2026_02;
    RAISE EXCEPTION 'the partition can be read';
EXCEPTION WHEN insufficient_privilege THEN
    NULL;
END;
$attack$;
RESET ROLE;
GRANT SELECT ON events_2026_01, events_2026_02 TO reader;
SET ROLE reader;
SELECT count(*) AS seen_with_a_stray_grant FROM events_2026_01;
RESET ROLE;
REVOKE SELECT ON events_2026_01, events_2026_02 FROM reader;
