INSERT INTO orders (net, gross) VALUES (1, 2), (3, 4);
