INSERT INTO orders (label, state) VALUES ('a', 'open'), ('b', 'paid'), ('c', 'lost'), ('d', 'closed');
