SELECT * FROM bounds();
SELECT * FROM half(9);
SELECT * FROM half(9, 5);
