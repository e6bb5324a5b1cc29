SET ROLE reader;
SELECT name FROM clients ORDER BY id;
