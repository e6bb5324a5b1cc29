INSERT INTO orders (price) VALUES (ROW(5)), (NULL);
