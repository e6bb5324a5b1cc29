//! Bodies that PostgreSQL accepts, and in which nothing may be found: those of the domain, and one
//! of everything that PL/pgSQL has. All of them were created on PostgreSQL 15.

use super::{plpgsql, sql, wrong};

/// PL/pgSQL, a thing a body.
const PLPGSQL: &[&str] = &[
    // create_notification
    "
DECLARE
    v_id uuid;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.organization_members AS m WHERE m.org_id = p_org_id AND m.user_id = p_user_id) THEN
        RAISE EXCEPTION 'user % is no member of organization %', p_user_id, p_org_id
            USING ERRCODE = 'foreign_key_violation', HINT = 'Add the member first.';
    END IF;
    INSERT INTO public.notifications AS n (org_id, user_id, type, title, message, priority, channels)
    VALUES (p_org_id, p_user_id, p_type, p_title, p_message, coalesce(p_priority, 'normal'::public.notification_priority), p_channels)
    RETURNING n.id INTO STRICT v_id;
    RETURN v_id;
END;
",
    // archive_old_audit_logs
    "
BEGIN
    IF days_to_keep < 1 THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format('%s days', days_to_keep);
    END IF;
    WITH moved AS (
        DELETE FROM public.audit_logs WHERE event_time < now() - make_interval(days => days_to_keep)
        RETURNING *
    ), kept AS (
        INSERT INTO public.audit_logs_archive SELECT * FROM moved RETURNING 1
    )
    SELECT count(*) INTO archived_count FROM kept;
    SELECT count(*) FROM public.audit_logs INTO remaining_count;
    RETURN NEXT;
END
",
    // detect_suspicious_activity
    "
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT CASE WHEN bool_or(a.operation = 'DELETE') THEN 'mass_delete' ELSE 'burst' END::text,
           count(*), min(a.event_time), max(a.event_time)
    FROM public.audit_logs AS a
    WHERE a.org_id = p_org_id AND a.event_time > now() - interval '1 hour'
    GROUP BY a.authenticated_user, date_trunc('minute', a.event_time)
    HAVING count(*) >= threshold
    ORDER BY 2 DESC NULLS LAST;
END;
",
    // trigger functions
    "BEGIN NEW.updated_at := now(); RETURN NEW; END;",
    "BEGIN IF TG_OP = 'DELETE' THEN RETURN OLD; ELSIF NEW IS DISTINCT FROM OLD THEN RETURN NEW; ELSE RETURN NULL; END IF; END",
    "BEGIN RAISE EXCEPTION 'org_id is immutable' USING ERRCODE = 'integrity_constraint_violation', TABLE = TG_TABLE_NAME, SCHEMA = TG_TABLE_SCHEMA; END;",
    "<<fn>> DECLARE n int; BEGIN <<l>> LOOP EXIT l WHEN n > 1; CONTINUE l; END LOOP l; END fn;",
    "DECLARE r record; c public.contacts%ROWTYPE; i public.contacts.id%TYPE; a text[] = '{}'; BEGIN FOR r IN SELECT * FROM public.contacts LOOP a[1] := r.id; END LOOP; END",
    "DECLARE n int; t text; BEGIN GET DIAGNOSTICS n = ROW_COUNT; EXCEPTION WHEN unique_violation OR SQLSTATE '22012' THEN GET STACKED DIAGNOSTICS t = MESSAGE_TEXT; WHEN OTHERS THEN RAISE; END",
    "DECLARE n int; BEGIN EXECUTE format('SELECT count(*) FROM public.nothing WHERE %I = $1', 'a') INTO n USING 1; EXECUTE 'x' USING 1 INTO n; END",
    "DECLARE c CURSOR (k int) FOR SELECT k; r record; BEGIN OPEN c(1); FETCH NEXT FROM c INTO r; MOVE FORWARD 2 FROM c; CLOSE c; FOR r IN c(k := 2) LOOP NULL; END LOOP; END",
    "DECLARE a int[]; x int; BEGIN FOREACH x IN ARRAY a LOOP NULL; END LOOP; FOR i IN REVERSE 10..1 BY 2 LOOP NULL; END LOOP; WHILE x < 3 LOOP x := x + 1; END LOOP; END",
    "DECLARE n int; BEGIN CASE n WHEN 1, 2 THEN NULL; ELSE n = CASE WHEN true THEN 1 END; END CASE; ASSERT n > 0, 'n'; PERFORM pg_catalog.now() FROM pg_class; CALL other.p(1); END",
    "BEGIN CREATE TEMP TABLE t ON COMMIT DROP AS SELECT 1 AS a; INSERT INTO t VALUES (1); TRUNCATE t; DROP TABLE IF EXISTS t, public.nothing; END",
    "DECLARE q text := $q$ it's; END $q$; e text := E'\\'; END'; BEGIN /* END; /* nested */ */ q := q || 'it''s'; -- END IF\nEND",
    "BEGIN RETURN QUERY EXECUTE 'select 1' USING 1; RETURN QUERY VALUES (1), (2); RETURN QUERY DELETE FROM public.contacts RETURNING id; END",
    "DECLARE n int; BEGIN n := count(*) FROM public.contacts WHERE id IS NULL; n = (SELECT 1); n := ARRAY((SELECT 1) UNION (SELECT 2)); END",
    "DECLARE n int; BEGIN MERGE INTO public.contacts c USING public.appointments a ON c.id = a.id WHEN MATCHED THEN DO NOTHING; INSERT INTO public.contacts DEFAULT VALUES ON CONFLICT (id) DO UPDATE SET id = EXCLUDED.id RETURNING 1 INTO n; END",
];

/// SQL.
const SQL: &[&str] = &[
    "SELECT nullif(nullif(current_setting('request.jwt.claims', true), '')::jsonb #>> '{app_metadata,org_id}', '')::uuid",
    "
    -- expire_old_notifications
    WITH expired AS (DELETE FROM public.notifications WHERE expires_at < now() RETURNING 1)
    SELECT count(*) FROM expired;
",
    "SELECT l.* FROM public.audit_logs AS l WHERE l.org_id = $1 AND l.event_time > now() - make_interval(days => days_back) ORDER BY l.event_time DESC LIMIT least(\"limit\", 1000)",
    "INSERT INTO public.audit_logs (id) VALUES (DEFAULT) RETURNING id",
    "UPDATE public.contacts SET (id) = ROW (gen_random_uuid()) WHERE id = ANY ($1); SELECT 1;;",
    "",
    "-- nothing at all",
];

#[test]
fn nothing_is_wrong_with_bodies_that_postgresql_accepts() {
    for body in PLPGSQL {
        assert_eq!(wrong(&plpgsql("f", body)), [""; 0], "{body}");
    }
    for body in SQL {
        assert_eq!(wrong(&sql("f", body)), [""; 0], "{body}");
    }
}

#[test]
fn other_languages_are_not_read() {
    let function = super::function("f", "plpython3u", "this is (no SQL");
    assert_eq!(wrong(&function), [""; 0]);
}
