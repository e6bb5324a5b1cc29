SELECT tableoid::regclass AS of, * FROM cities ORDER BY id;
SELECT * FROM capitals ORDER BY id;
SELECT attrelid::regclass AS of, attnotnull FROM pg_attribute WHERE attname = 'people' AND attrelid IN ('cities'::regclass, 'capitals'::regclass) ORDER BY 1;
