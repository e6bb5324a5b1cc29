INSERT INTO areas (id, people) VALUES (1, 100), (2, NULL);
INSERT INTO capitals (id, people, country) VALUES (3, NULL, 'Utopia');
