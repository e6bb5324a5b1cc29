SELECT convalidated FROM pg_constraint WHERE conname = 'email_has_at';
