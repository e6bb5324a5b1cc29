SELECT * FROM listed(4);
