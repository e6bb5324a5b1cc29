INSERT INTO clinics VALUES (1), (2);
INSERT INTO documents VALUES (1, 1, 'ours'), (2, 1, 'theirs');
