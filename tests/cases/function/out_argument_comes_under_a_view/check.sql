SELECT * FROM bounds();
SELECT * FROM amounts;
