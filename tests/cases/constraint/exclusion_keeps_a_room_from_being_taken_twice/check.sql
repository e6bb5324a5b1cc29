DO $$
BEGIN
    INSERT INTO bookings (room, during, cancelled) VALUES (1, '[2026-01-01 10:30+00, 2026-01-01 10:45+00)', false);
EXCEPTION WHEN exclusion_violation THEN
    RAISE NOTICE 'taken';
END;
$$;
SELECT count(*) FROM bookings;
