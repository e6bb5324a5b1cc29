INSERT INTO cities (id, name, people) VALUES (1, 'Graz', 300), (2, 'Lyon', 500);
INSERT INTO capitals (id, name, people, country) VALUES (3, 'Wien', 2000, 'Austria'), (4, 'Paris', 2100, 'France');
UPDATE capitals SET mayor = 'Anna' WHERE id = 3;
