INSERT INTO lead (state) VALUES ('new');
