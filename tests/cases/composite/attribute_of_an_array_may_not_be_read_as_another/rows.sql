INSERT INTO rooms (first, "all") VALUES (ROW('light', 2), ARRAY[ROW('light', 1)::switch, ROW('heat', 0)::switch]), (ROW('heat', NULL), '{}');
