INSERT INTO orders ("select", "Mixed Case") VALUES ('a', 'b');
