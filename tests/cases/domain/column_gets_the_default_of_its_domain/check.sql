SELECT name, email FROM users;
