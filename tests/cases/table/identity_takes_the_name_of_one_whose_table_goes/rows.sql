INSERT INTO drafts (a) VALUES ('a'), ('b');
