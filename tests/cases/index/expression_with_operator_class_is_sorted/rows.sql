INSERT INTO posts (body, read) SELECT 'word ' || n, n FROM generate_series(1, 20) AS n;
