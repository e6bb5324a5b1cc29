INSERT INTO bookings (from_day, to_day) VALUES (1, 3), (4, 5);
