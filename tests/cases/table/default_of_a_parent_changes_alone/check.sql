INSERT INTO cities (id, name) VALUES (8, 'Ulm');
INSERT INTO capitals (id, name, country) VALUES (9, 'Rom', 'Italia');
SELECT name, people FROM cities WHERE id > 7 ORDER BY id;
DELETE FROM cities WHERE id > 7;
