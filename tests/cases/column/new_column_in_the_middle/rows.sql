INSERT INTO orders (label) VALUES ('tea'), ('salt');
