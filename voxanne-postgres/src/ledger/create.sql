-- Makes the ledger. Runs in the transaction of the first migration.
--
-- Privileges by default (Supabase gives everything away) are taken from whoever has got one, by
-- looking: so no platform needs to be known here. A namespace that was there before is not ours,
-- and is left as it is; ours is known by its comment.
--
-- A row that is applied and has no `finished_at` is a baseline: the database had it already, nothing was run.

DO $create$
DECLARE
    given record;
BEGIN
    IF to_regnamespace('voxanne') IS NULL THEN
        CREATE SCHEMA voxanne;
        COMMENT ON SCHEMA voxanne IS 'Belongs to voxanne, which keeps its ledger of migrations here.';
    END IF;

    CREATE TABLE voxanne.migrations (
        version text PRIMARY KEY CHECK (version ~ '^[0-9]{14}$'),
        slug text NOT NULL,
        checksum text NOT NULL,
        state text NOT NULL CHECK (state IN ('running', 'applied', 'reverting')),
        statements_done integer NOT NULL DEFAULT 0,
        applied_by text NOT NULL DEFAULT session_user,
        started_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
        finished_at timestamptz,
        tool_version text NOT NULL
    );
    COMMENT ON TABLE voxanne.migrations IS 'The migrations that this database has. Written by voxanne alone.';
    ALTER TABLE voxanne.migrations ENABLE ROW LEVEL SECURITY;

    FOR given IN
        SELECT DISTINCT
            what,
            CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END AS grantee
        FROM (
            SELECT 'SCHEMA voxanne' AS what, nspowner AS owner, nspacl AS acl
            FROM pg_catalog.pg_namespace
            WHERE nspname = 'voxanne'
            AND obj_description(oid, 'pg_namespace') = 'Belongs to voxanne, which keeps its ledger of migrations here.'
            UNION ALL
            SELECT 'TABLE voxanne.migrations', relowner, relacl
            FROM pg_catalog.pg_class
            WHERE oid = 'voxanne.migrations'::regclass
        ) AS made, aclexplode(acl)
        WHERE grantee <> owner
    LOOP
        EXECUTE format('REVOKE ALL ON %s FROM %s', given.what, given.grantee);
    END LOOP;
END;
$create$;
