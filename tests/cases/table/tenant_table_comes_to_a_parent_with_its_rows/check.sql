SET ROLE reader;
SET app.org = '1';
SELECT title FROM documents ORDER BY title;
SET app.org = '2';
SELECT title FROM documents ORDER BY title;
RESET ROLE;
