INSERT INTO orders (amount, state, label) VALUES (1, 'open', 'a'), (20, 'lost', 'b');
REFRESH MATERIALIZED VIEW sums;
