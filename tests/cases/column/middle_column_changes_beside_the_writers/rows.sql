INSERT INTO clinics VALUES ('00000000-0000-0000-0000-000000000001');
INSERT INTO visits (id, clinic_id, note, updated_at)
SELECT gen_random_uuid(), '00000000-0000-0000-0000-000000000001', nullif(n, 3), '2020-01-01'
FROM generate_series(1, 20) AS n;
