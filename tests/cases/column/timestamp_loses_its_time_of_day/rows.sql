INSERT INTO orders (label, amount) VALUES ('a', '2026-01-02 10:00');
