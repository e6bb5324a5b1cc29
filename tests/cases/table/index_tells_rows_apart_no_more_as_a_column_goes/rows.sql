INSERT INTO orders (label) VALUES ('tea'), ('Tea'), ('coffee');
