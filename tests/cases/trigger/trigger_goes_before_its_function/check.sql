INSERT INTO orders (label) VALUES (' Rice') RETURNING label;
DELETE FROM orders WHERE label ILIKE '%rice';
