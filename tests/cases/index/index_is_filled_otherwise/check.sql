SELECT reloptions FROM pg_class WHERE relname = 'orders_label';
