SELECT count(DISTINCT token) AS tokens FROM orders;
