INSERT INTO red (a) VALUES ('1');
INSERT INTO green (b) VALUES ('2');
INSERT INTO blue (c) VALUES ('3');
