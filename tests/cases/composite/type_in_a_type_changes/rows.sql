INSERT INTO users (person) VALUES (ROW('a', ROW('b', 'c'))), (ROW('d', NULL)), (NULL);
