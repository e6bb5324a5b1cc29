INSERT INTO cities (id, name, people) VALUES (1, 'Graz', 300), (2, 'Lyon', 500);
