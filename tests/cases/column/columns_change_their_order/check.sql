SELECT id, label, note, amount FROM orders WHERE id IN (3, 20) ORDER BY id;
