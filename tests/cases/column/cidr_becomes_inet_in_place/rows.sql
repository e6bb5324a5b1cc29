INSERT INTO orders (label, code) VALUES ('one', '10.0.0.0/8');
