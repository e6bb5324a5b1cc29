
SELECT
    logged.operation || ' on ' || coalesce(logged.table_name, 'no table') || ' by ' || logged.database_user,
    count(*),
    min(logged.event_time),
    max(logged.event_time)
FROM public.audit_logs AS logged
WHERE logged.org_id = detect_suspicious_activity.org_id
AND logged.event_time >= now() - interval '1 day'
GROUP BY logged.operation, logged.table_name, logged.database_user
HAVING count(*) >= detect_suspicious_activity.threshold
ORDER BY count(*) DESC, 1;
