INSERT INTO seats (hall, number, label) VALUES ('a', 1, 'x'), ('a', 20, NULL), ('b', 1, 'y');
INSERT INTO tickets (hall, number) VALUES ('a', 20), ('b', 1);
