INSERT INTO orders (states) VALUES ('{open,lost}');
