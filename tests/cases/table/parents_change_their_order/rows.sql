INSERT INTO ports VALUES (2, 15, 'Genova', 500, NULL);
