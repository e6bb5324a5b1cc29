SELECT state, states FROM users ORDER BY id;
