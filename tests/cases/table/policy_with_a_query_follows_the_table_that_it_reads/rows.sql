INSERT INTO members (name) VALUES ('Ada');
INSERT INTO posts (author) VALUES ('Ada'), ('Bo');
