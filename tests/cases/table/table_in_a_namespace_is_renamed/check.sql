SELECT * FROM shop.clients;
