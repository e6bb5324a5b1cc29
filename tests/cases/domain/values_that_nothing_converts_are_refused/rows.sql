INSERT INTO users (email) VALUES (gen_random_uuid());
