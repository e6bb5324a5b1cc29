SELECT id, label, state FROM orders ORDER BY id;
SELECT enumlabel FROM pg_enum WHERE enumtypid = 'order_state'::regtype ORDER BY enumsortorder;
SELECT worst(), is_live('paid');
SELECT * FROM states() ORDER BY id;
SELECT proacl FROM pg_proc WHERE proname = 'is_live';
