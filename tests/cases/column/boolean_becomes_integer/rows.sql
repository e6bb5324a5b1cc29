INSERT INTO orders (label, amount) VALUES ('a', true), ('b', false);
