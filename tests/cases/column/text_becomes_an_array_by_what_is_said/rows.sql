INSERT INTO orders (label, amount) VALUES ('a', 'x,y');
