INSERT INTO events (kind) VALUES ('salt');
