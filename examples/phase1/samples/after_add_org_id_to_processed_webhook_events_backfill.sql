-- The backfill is over, and a server that was not yet replaced still writes events without a clinic.
-- Nothing may be lost before the column is proven not null.

INSERT INTO public.processed_webhook_events (event_id, call_id, event_type)
SELECT
    'late-event-' || n,
    'call-' || 2000 + n,
    'call.ended'
FROM generate_series(1, 5) AS n;
