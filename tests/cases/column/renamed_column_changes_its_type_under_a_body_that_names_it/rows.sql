INSERT INTO parcels (size) VALUES (1), (20);
