INSERT INTO cities VALUES (1, 'Graz', 300);
INSERT INTO capitals VALUES (3, 'Wien', 2000, 7);
