SET ROLE reader;
SELECT name, kind FROM store.goods;
