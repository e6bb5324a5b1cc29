INSERT INTO orders (label) VALUES ('a'), ('b');
