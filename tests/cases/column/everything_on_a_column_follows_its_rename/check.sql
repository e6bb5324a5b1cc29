SET ROLE reader;
SELECT email FROM people;
