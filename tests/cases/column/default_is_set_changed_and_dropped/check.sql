INSERT INTO orders DEFAULT VALUES RETURNING label, amount, note;
DELETE FROM orders WHERE label = 'none';
