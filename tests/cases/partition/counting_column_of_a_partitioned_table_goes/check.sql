SELECT tableoid::regclass AS partition, kind, amount FROM events ORDER BY kind;
