INSERT INTO users (homes) VALUES (ARRAY[ROW('Main Street 1', 'Springfield')::address]), ('{}');
