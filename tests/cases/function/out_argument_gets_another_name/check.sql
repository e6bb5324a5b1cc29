SELECT * FROM bounds();
