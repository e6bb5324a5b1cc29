INSERT INTO orders (tags) VALUES ('{"a": 1}');
