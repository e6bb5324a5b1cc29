INSERT INTO orders (label) VALUES ('rice') RETURNING state;
DELETE FROM orders WHERE label = 'rice';
