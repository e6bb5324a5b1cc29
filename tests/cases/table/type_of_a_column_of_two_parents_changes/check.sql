SELECT * FROM cities ORDER BY id;
SELECT * FROM harbours;
SELECT * FROM ports;
