INSERT INTO users (home) VALUES (ROW('Main Street 1', NULL)), (ROW(NULL, 'Springfield')), (ROW(NULL, NULL));
