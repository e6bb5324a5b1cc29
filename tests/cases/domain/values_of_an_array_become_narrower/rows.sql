INSERT INTO orders (amounts) VALUES ('{1,2}'), ('{}');
