INSERT INTO clients (name) VALUES ('Ada');
