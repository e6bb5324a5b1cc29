SELECT * FROM labels(4);
