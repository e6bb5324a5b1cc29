INSERT INTO events VALUES (1, 'rain'), (2, 'sun');
INSERT INTO archive VALUES (1, 'rain');
