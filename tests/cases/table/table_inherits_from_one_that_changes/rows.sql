INSERT INTO cities (id, name, people) VALUES (1, 'Graz', 300);
