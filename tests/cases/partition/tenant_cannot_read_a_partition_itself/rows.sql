INSERT INTO clinics (id) VALUES (1), (2);
INSERT INTO events (org, id, at, kind)
VALUES (1, 1, '2026-01-05', 'tea'), (2, 1, '2026-01-06', 'salt'), (1, 2, '2026-01-07', 'rice');
