INSERT INTO shop.goods (id, name) VALUES (1, 'tea');
