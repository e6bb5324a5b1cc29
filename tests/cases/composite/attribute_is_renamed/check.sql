SELECT (home).city FROM users ORDER BY id;
