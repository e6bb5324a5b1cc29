SELECT id, label, state FROM orders ORDER BY id;
SELECT enumlabel FROM pg_enum WHERE enumtypid = 'order_state'::regtype ORDER BY enumsortorder;
