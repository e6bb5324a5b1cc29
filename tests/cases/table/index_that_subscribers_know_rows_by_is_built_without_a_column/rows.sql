INSERT INTO orders (label) VALUES ('tea'), ('coffee');
