INSERT INTO events (kind) VALUES ('salt');
INSERT INTO notes (id, event, kind) SELECT 1, id, kind FROM events;
