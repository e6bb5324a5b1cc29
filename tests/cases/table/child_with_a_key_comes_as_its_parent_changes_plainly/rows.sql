INSERT INTO cities (id, name) VALUES (1, 'Graz'), (2, 'Lyon');
