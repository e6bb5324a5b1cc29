SELECT emails FROM users ORDER BY id;
