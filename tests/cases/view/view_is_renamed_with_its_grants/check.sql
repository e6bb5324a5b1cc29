SET ROLE reader;
SELECT mail FROM grown_ups;
