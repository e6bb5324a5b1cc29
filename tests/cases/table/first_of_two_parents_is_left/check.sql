SELECT count(*) FROM harbours;
SELECT count(*) FROM cities;
