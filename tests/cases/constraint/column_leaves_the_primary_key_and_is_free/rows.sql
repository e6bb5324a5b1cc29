INSERT INTO prices (id, currency) VALUES (1, 'eur'), (2, 'usd');
