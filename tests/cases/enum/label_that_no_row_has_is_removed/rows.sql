INSERT INTO orders (label, state) VALUES ('a', 'open'), ('b', 'open'), ('c', 'paid'), ('d', 'closed');
