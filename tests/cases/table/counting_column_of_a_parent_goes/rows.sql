INSERT INTO cities (id) VALUES (1), (2);
INSERT INTO capitals (id, no, country) VALUES (3, 3, 'Utopia');
