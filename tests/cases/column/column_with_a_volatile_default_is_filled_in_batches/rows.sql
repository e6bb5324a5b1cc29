INSERT INTO orders (label) SELECT 'order ' || n FROM generate_series(1, 5) AS n;
