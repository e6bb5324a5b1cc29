SELECT homes FROM users ORDER BY id;
