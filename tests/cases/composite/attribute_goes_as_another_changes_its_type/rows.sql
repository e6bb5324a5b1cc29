INSERT INTO orders (price) VALUES (ROW(5, 'eur')), (NULL);
