INSERT INTO cities VALUES (1, 'Graz', 300);
INSERT INTO ports VALUES (2, 15, 'Genova', 500, NULL);
