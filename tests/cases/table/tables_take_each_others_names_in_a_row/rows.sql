INSERT INTO current (a) VALUES ('1');
INSERT INTO next (b) VALUES ('2');
