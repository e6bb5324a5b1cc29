INSERT INTO rooms (id) VALUES (1);
INSERT INTO orders (label) VALUES ('tea');
