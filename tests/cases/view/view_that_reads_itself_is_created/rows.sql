INSERT INTO folders VALUES (1, NULL), (2, 1), (3, 2), (4, 1);
