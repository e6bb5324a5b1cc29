INSERT INTO orders (label) VALUES ('Tea'), ('Salt');
