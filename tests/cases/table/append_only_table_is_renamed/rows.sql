INSERT INTO events (what) VALUES ('rain');
