SELECT * FROM counted ORDER BY id;
