SET ROLE reader;
SELECT age, people FROM ages;
