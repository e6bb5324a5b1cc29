SELECT no FROM users;
