INSERT INTO morning (name) VALUES ('tea');
INSERT INTO evening (place) VALUES ('home'), ('pub');
