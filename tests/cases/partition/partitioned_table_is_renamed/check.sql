SELECT tableoid::regclass AS partition, kind, amount FROM moments ORDER BY kind;
