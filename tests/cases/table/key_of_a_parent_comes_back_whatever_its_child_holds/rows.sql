INSERT INTO cities (id, name) VALUES (1, 'Graz'), (2, 'Lyon');
INSERT INTO capitals (id, name, country) VALUES (1, 'Wien', 'Austria'), (2, 'Paris', 'France');
