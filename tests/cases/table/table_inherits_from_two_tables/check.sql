INSERT INTO ports (id, name, people, depth) VALUES (2, 'Genova', 500, 15);
SELECT id, name FROM cities ORDER BY id;
SELECT id, depth FROM harbours ORDER BY id;
DELETE FROM ports;
