INSERT INTO drafts (id, a) VALUES (1, 'a'), (2, 'b');
