SELECT * FROM longest();
