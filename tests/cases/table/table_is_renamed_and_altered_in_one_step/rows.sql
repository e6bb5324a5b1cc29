INSERT INTO customers (mail, city) VALUES ('a@b', 'Ulm');
