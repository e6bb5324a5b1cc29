INSERT INTO cities (id, name, state, people) VALUES (1, 'Graz', 'open', 300), (2, 'Lyon', 'lost', 500);
INSERT INTO capitals (id, name, state, people, country) VALUES (3, 'Wien', 'open', 2000, 'Austria'), (4, 'Paris', 'open', 2100, 'France');
