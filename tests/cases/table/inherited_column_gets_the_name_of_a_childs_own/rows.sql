INSERT INTO cities (id, name, people) VALUES (1, 'Graz', 300);
INSERT INTO capitals (id, name, people, country) VALUES (2, 'Wien', 2000, 'Austria');
