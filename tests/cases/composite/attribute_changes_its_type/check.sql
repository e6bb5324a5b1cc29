SELECT home FROM users ORDER BY id;
