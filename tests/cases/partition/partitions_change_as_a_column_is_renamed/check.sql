SELECT tableoid::regclass AS partition, label FROM events ORDER BY label;
