INSERT INTO events (id, at, amount) VALUES (1, '2024-05-01', 1), (2, '2025-07-01', 2);
