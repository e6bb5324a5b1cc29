INSERT INTO orders (label, state) VALUES ('a', '{open,lost,lost}'), ('b', '{}'), ('c', DEFAULT);
