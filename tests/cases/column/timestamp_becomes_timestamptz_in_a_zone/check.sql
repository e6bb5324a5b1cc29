SET TimeZone = 'Asia/Tokyo';
SELECT id, amount FROM orders;
