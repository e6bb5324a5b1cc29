SELECT id, label, state FROM orders ORDER BY id;
SELECT enumlabel FROM pg_enum WHERE enumtypid = 'order_state'::regtype ORDER BY enumsortorder;
SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef ORDER BY 1;
