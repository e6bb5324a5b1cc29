INSERT INTO orders (id, label) VALUES (-3, 'a'), (-9, 'b');
