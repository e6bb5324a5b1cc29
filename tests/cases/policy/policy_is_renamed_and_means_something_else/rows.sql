INSERT INTO people (name) VALUES ('x'), ('y');
