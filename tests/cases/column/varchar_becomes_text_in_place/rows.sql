INSERT INTO orders (label, code) VALUES ('one', 'a'), ('two', 'bb'), ('three', 'ccc');
