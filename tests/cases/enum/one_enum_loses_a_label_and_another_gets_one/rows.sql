INSERT INTO orders (state, kind) VALUES ('lost', 'small'), ('open', 'big');
