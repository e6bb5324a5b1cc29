SET ROLE reader;
SELECT name FROM people;
