SELECT kind FROM events ORDER BY kind;
SELECT kind FROM events_2026_01 ORDER BY kind;
