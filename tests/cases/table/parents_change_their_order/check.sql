SELECT inhparent::regclass, inhseqno FROM pg_inherits WHERE inhrelid = 'ports'::regclass ORDER BY 2;
