INSERT INTO ports (id, name, people) VALUES (1, 'Ulm', 3);
INSERT INTO harbours (id, name, people, country) VALUES (3, 'Kiel', 20, 'Germany');
