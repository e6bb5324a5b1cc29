INSERT INTO orders ("net price") VALUES (1), (2);
