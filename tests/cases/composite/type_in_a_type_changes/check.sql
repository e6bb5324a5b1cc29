SELECT person FROM users ORDER BY id;
