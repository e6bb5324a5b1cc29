INSERT INTO people (given, family) VALUES ('Ada', 'Lovelace');
