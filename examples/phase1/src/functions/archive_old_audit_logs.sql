
BEGIN
    IF days_to_keep IS NULL OR days_to_keep < 0 THEN
        RAISE EXCEPTION 'days_to_keep must be zero or more, and is %', days_to_keep
            USING ERRCODE = 'invalid_parameter_value';
    END IF;

    -- One statement, so that what leaves is what arrives. An id that the archive has already is an
    -- error, and nothing leaves.
    WITH moved AS (
        DELETE FROM public.audit_logs
        WHERE event_time < now() - make_interval(days => days_to_keep)
        RETURNING
            id, event_type, operation, schema_name, table_name, database_user, authenticated_user,
            org_id, session_id, app_name, client_addr, statement_text, statement_hash, command_tag,
            row_data, changed_columns, event_time
    )
    INSERT INTO public.audit_logs_archive (
        id, event_type, operation, schema_name, table_name, database_user, authenticated_user,
        org_id, session_id, app_name, client_addr, statement_text, statement_hash, command_tag,
        row_data, changed_columns, event_time
    )
    SELECT
        id, event_type, operation, schema_name, table_name, database_user, authenticated_user,
        org_id, session_id, app_name, client_addr, statement_text, statement_hash, command_tag,
        row_data, changed_columns, event_time
    FROM moved;
    GET DIAGNOSTICS archived_count = ROW_COUNT;

    SELECT count(*) INTO remaining_count FROM public.audit_logs;
    RETURN NEXT;
END;
