SELECT conname, contype, convalidated FROM pg_constraint WHERE contype <> 'n' AND conrelid IN ('seats'::regclass, 'tickets'::regclass) ORDER BY conname;
