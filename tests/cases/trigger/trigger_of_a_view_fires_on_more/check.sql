BEGIN;
INSERT INTO big_orders (label) VALUES ('cocoa');
SELECT label FROM big_orders ORDER BY label;
ROLLBACK;
