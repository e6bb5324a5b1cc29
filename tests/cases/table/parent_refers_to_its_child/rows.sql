INSERT INTO rooms (id) VALUES (1);
