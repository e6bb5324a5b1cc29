INSERT INTO words (text) VALUES ('a');
INSERT INTO pages (number, word_id) VALUES (1, 1);
