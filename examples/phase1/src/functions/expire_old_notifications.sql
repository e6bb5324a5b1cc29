
WITH expired AS (
    UPDATE public.notifications
    SET status = 'archived'
    WHERE expires_at < now()
    AND status <> 'archived'
    RETURNING id
)
SELECT count(*)
FROM expired;
