INSERT INTO orders (label, amount) VALUES ('a', '{"b":1}');
