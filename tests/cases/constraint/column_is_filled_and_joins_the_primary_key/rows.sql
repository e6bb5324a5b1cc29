INSERT INTO prices (id, currency) VALUES (1, 'usd'), (2, NULL);
