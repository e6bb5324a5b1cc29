
INSERT INTO public.audit_logs (
    event_type,
    operation,
    schema_name,
    table_name,
    database_user,
    authenticated_user,
    org_id,
    session_id,
    app_name,
    client_addr,
    statement_text,
    statement_hash,
    row_data,
    changed_columns
)
VALUES (
    log_audit_event.event_type,
    log_audit_event.operation,
    'public',
    log_audit_event.table_name,
    log_audit_event.database_user,
    auth.uid(),
    log_audit_event.org_id,
    pg_backend_pid()::text,
    current_setting('application_name', true),
    inet_client_addr(),
    log_audit_event.statement_text,
    encode(sha256(convert_to(log_audit_event.statement_text, 'UTF8')), 'hex'),
    log_audit_event.row_data,
    log_audit_event.changed_columns
)
RETURNING id;
