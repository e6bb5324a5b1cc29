INSERT INTO orders (label, amount) VALUES ('a', 0.5);
