
SELECT *
FROM public.audit_logs
WHERE audit_logs.org_id = get_org_audit_logs.org_id
AND audit_logs.event_time >= now() - make_interval(days => get_org_audit_logs.days_back)
ORDER BY audit_logs.event_time DESC, audit_logs.id DESC
LIMIT get_org_audit_logs."limit";
