INSERT INTO orders (label, state) VALUES ('a', 'lost'), ('b', 'open');
