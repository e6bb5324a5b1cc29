SELECT conname FROM pg_constraint WHERE conrelid = 'people'::regclass AND contype <> 'n' ORDER BY conname;
