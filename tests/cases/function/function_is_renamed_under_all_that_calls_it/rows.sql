INSERT INTO numbers (n) VALUES (3);
