SELECT * FROM notes;
