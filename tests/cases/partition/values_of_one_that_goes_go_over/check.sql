SELECT tableoid::regclass, * FROM events ORDER BY id;
