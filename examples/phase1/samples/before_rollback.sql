-- What the new code wrote since: events of both clinics, with a call and a type, and no event_id
-- twice. An event of both clinics would make the old key impossible, and the way back refuses.

INSERT INTO public.processed_webhook_events (org_id, event_id, call_id, event_type)
SELECT
    organization.id,
    'since-event-' || row_number() OVER (ORDER BY organization.id, n),
    'call-' || 3000 + n,
    'call.ended'
FROM public.organizations AS organization
CROSS JOIN generate_series(1, 10) AS n;
