SELECT convalidated FROM pg_constraint WHERE conname = 'orders_amount_check';
