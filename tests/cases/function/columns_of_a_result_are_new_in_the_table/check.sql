SELECT * FROM large();
