SET ROLE reader;
SELECT kind FROM events ORDER BY kind;
RESET ROLE;
