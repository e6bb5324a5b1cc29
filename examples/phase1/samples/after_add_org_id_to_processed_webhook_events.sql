-- The column is there and the backfill has not begun: the new code writes the clinic of its events
-- already. The backfill must leave them alone.

INSERT INTO public.processed_webhook_events (org_id, event_id, call_id, event_type)
SELECT
    CASE
        WHEN n <= 8 THEN 'a0000000-0000-0000-0000-000000000001'::uuid
        ELSE 'b0000000-0000-0000-0000-000000000002'::uuid
    END,
    'new-event-' || n,
    'call-' || 1000 + n,
    'call.ended'
FROM generate_series(1, 12) AS n;
