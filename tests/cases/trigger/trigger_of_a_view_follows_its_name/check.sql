BEGIN;
INSERT INTO large_orders (label) VALUES ('cocoa');
SELECT label FROM large_orders ORDER BY label;
ROLLBACK;
