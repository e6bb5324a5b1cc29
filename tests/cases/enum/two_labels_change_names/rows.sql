INSERT INTO leads (past) VALUES ('{new}');
