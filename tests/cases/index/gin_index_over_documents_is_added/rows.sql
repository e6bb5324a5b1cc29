INSERT INTO orders (facts) VALUES ('{"a": 1}');
