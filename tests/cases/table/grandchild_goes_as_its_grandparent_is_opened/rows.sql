INSERT INTO cities (id, name, people) VALUES (1, 'Graz', 300);
INSERT INTO capitals (id, name, people) VALUES (2, 'Wien', 2000);
INSERT INTO seats (id, name, people) VALUES (3, 'Bern', 130);
