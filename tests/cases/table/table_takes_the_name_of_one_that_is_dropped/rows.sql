INSERT INTO drafts (a) VALUES ('1');
INSERT INTO texts (b) VALUES ('2');
