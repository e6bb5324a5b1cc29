INSERT INTO things (a, b) VALUES ('x', '{y}');
