SET ROLE reader;
SELECT count(*) FROM notes;
RESET ROLE;
