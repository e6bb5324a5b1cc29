INSERT INTO orders (id, day, note) VALUES (1, '2026-01-01', 'tea'), (2, '2026-01-02', NULL), (3, '2026-01-02', NULL);
