SELECT * FROM sizes();
