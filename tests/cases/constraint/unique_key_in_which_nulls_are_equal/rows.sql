INSERT INTO orders (label) VALUES ('tea'), (NULL);
