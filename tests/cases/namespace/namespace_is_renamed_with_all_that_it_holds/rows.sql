INSERT INTO shop.goods (name) VALUES ('tea');
