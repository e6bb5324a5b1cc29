INSERT INTO bookings (room, days) VALUES (1, '[1,3)'), (1, '[4,5)');
