INSERT INTO orders (label, amount) VALUES ('a', '{1,2}'), ('b', '{}');
