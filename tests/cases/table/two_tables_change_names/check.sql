SELECT name FROM evening;
SELECT place FROM morning ORDER BY id;
