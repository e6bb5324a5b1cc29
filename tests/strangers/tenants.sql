-- Needs PostgreSQL 15.
-- In the manner of a Supabase project: uuids, policies with helper functions, grants by role and column,
-- default privileges, citext and trigrams, names that need quotes, an Arabic one among them.
CREATE SCHEMA IF NOT EXISTS app;
CREATE SCHEMA private;
GRANT USAGE ON SCHEMA app TO reader, writer;
CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
CREATE TYPE app.role AS ENUM ('owner', 'admin', 'member');
CREATE TYPE app.address AS (street text, "Zip Code" varchar(10), country char(2));
CREATE TABLE app.organizations (
    id uuid DEFAULT gen_random_uuid() PRIMARY KEY,
    slug citext NOT NULL UNIQUE,
    address app.address,
    settings jsonb DEFAULT '{"a": [1, 2]}'::jsonb NOT NULL,
    "createdAt" timestamptz DEFAULT (now() AT TIME ZONE 'utc'::text) NOT NULL,
    CONSTRAINT slug_is_short CHECK (length(slug::text) <= 40)
);
CREATE TABLE app.members (
    org_id uuid NOT NULL REFERENCES app.organizations ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    user_id uuid NOT NULL,
    role app.role DEFAULT 'member' NOT NULL,
    status character varying(20) DEFAULT 'active'::character varying NOT NULL,
    "الاسم" text,
    "user" text,
    invited_roles app.role[] DEFAULT ARRAY['member'::app.role],
    PRIMARY KEY (org_id, user_id),
    CONSTRAINT status_is_known CHECK (status IN ('active', 'invited', 'left')),
    CONSTRAINT one_of CHECK (role = ANY (ARRAY['owner'::app.role, 'admin'::app.role]) OR status <> 'left')
);
CREATE TABLE app.bookings (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room integer NOT NULL,
    during tstzrange NOT NULL,
    note text,
    EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (note IS DISTINCT FROM 'draft')
);
CREATE INDEX members_name_trgm ON app.members USING gin ("الاسم" gin_trgm_ops);
CREATE UNIQUE INDEX "Members By Lower User" ON app.members (lower("user")) NULLS NOT DISTINCT;
CREATE INDEX organizations_settings ON app.organizations USING gin (settings jsonb_path_ops);
CREATE FUNCTION private.is_member(org uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
    AS $$ SELECT EXISTS (SELECT FROM app.members m WHERE m.org_id = org) $$;
REVOKE EXECUTE ON FUNCTION private.is_member(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION private.is_member(uuid) TO reader;
ALTER TABLE app.organizations ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.members ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.members FORCE ROW LEVEL SECURITY;
CREATE POLICY "Members can view their organizations." ON app.organizations FOR SELECT TO reader, writer USING (private.is_member(id));
CREATE POLICY insert_own ON app.members AS RESTRICTIVE FOR INSERT TO writer
    WITH CHECK ((SELECT private.is_member(org_id)) AND status::text = ANY (ARRAY['active', 'invited']));
CREATE POLICY everybody ON app.members USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON app.members TO writer;
GRANT SELECT (org_id, role), UPDATE ("الاسم") ON app.members TO reader;
GRANT USAGE, SELECT ON SEQUENCE app.bookings_id_seq TO writer;
GRANT ALL ON app.bookings TO PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO reader;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
CREATE VIEW app.my_orgs WITH (security_invoker = true) AS
    SELECT o.*, m.role FROM app.organizations o JOIN app.members m ON m.org_id = o.id;
GRANT SELECT ON app.my_orgs TO reader;
CREATE VIEW app.active AS SELECT user_id FROM app.members WHERE status IN ('active', 'invited');
CREATE STATISTICS app.members_stats (dependencies, mcv) ON role, status FROM app.members;
ALTER STATISTICS app.members_stats SET STATISTICS 500;
ALTER TABLE app.members ALTER COLUMN status SET STATISTICS 1000;
ALTER TABLE app.members ALTER COLUMN "user" SET STORAGE EXTERNAL;
ALTER TABLE app.organizations SET (autovacuum_vacuum_scale_factor = 0.01, toast.autovacuum_enabled = false);
ALTER TABLE app.bookings REPLICA IDENTITY FULL;
CREATE PUBLICATION changes FOR TABLE app.members (org_id, user_id, role) WHERE (user_id IS NOT NULL), app.bookings
    WITH (publish = 'insert, update, delete');
CREATE PUBLICATION whole FOR TABLES IN SCHEMA app WITH (publish_via_partition_root = true);
COMMENT ON SCHEMA app IS 'what the application has';
COMMENT ON POLICY everybody ON app.members IS 'open';
COMMENT ON VIEW app.active IS 'who is here';
GRANT USAGE ON TYPE app.address TO reader;
ALTER TABLE app.members OWNER TO writer;
