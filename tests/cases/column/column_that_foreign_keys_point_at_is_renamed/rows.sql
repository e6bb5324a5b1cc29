INSERT INTO parents VALUES (7);
INSERT INTO children (parent) VALUES (7);
