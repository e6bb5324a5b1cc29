SELECT user_of('d@e.f');
SELECT * FROM addresses ORDER BY id;
