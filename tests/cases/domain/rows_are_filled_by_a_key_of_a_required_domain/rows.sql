INSERT INTO currencies VALUES ('EUR', '€'), ('USD', NULL), ('CHF', NULL), ('SEK', NULL), ('GBP', '£');
