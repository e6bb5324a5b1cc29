-- A fresh Supabase project, so far as migrations refer to it or run into it.
--
-- Left out on purpose: the roles of Supabase's own services, the schemas storage, realtime, vault
-- and graphql, the event triggers, and the search_path and statement_timeout of roles (they count
-- when a role logs in, and belong to the whole server, while our SQL relies on neither).
--
-- Can be run again, and in several databases of one server at once.

set client_min_messages = warning;

-- ---------------------------------------------------------------------------------------------
-- Roles belong to the whole server, so another database may have made them, or be making them
-- right now: the lock on the shared catalog makes the others wait, and lets logins pass.

do $$
begin
    lock table pg_catalog.pg_authid in share row exclusive mode;

    if to_regrole('anon') is null then
        create role anon nologin noinherit;
    end if;
    if to_regrole('authenticated') is null then
        create role authenticated nologin noinherit;
    end if;
    if to_regrole('service_role') is null then
        create role service_role nologin noinherit bypassrls;
    end if;
    if to_regrole('authenticator') is null then
        create role authenticator login noinherit;
    end if;

    -- The API logs in as authenticator and becomes one of the three, as its token says.
    if not pg_has_role('authenticator', 'anon', 'member') then
        grant anon to authenticator;
    end if;
    if not pg_has_role('authenticator', 'authenticated', 'member') then
        grant authenticated to authenticator;
    end if;
    if not pg_has_role('authenticator', 'service_role', 'member') then
        grant service_role to authenticator;
    end if;
end
$$;

-- ---------------------------------------------------------------------------------------------
-- public: the historical default privileges. Everything that a migration creates here belongs to
-- the API roles as well, until the migration takes it from them. They hold for what the role that
-- runs this script creates.

grant usage on schema public to anon, authenticated, service_role;

alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
alter default privileges in schema public grant all on functions to anon, authenticated, service_role;
alter default privileges in schema public grant all on sequences to anon, authenticated, service_role;

-- ---------------------------------------------------------------------------------------------
-- extensions: where Supabase installs them, and the two that every project starts with. A small
-- installation of PostgreSQL may not bring them.

create schema if not exists extensions;
grant usage on schema extensions to anon, authenticated, service_role;

do $$
declare
    wanted text;
begin
    for wanted in
        select name
        from pg_catalog.pg_available_extensions
        where name in ('pgcrypto', 'uuid-ossp')
          and installed_version is null
        order by name
    loop
        execute format('create extension %I with schema extensions', wanted);
    end loop;
end
$$;

-- ---------------------------------------------------------------------------------------------
-- auth: users, and who is asking. Only service accounts may read the table.

create schema if not exists auth;
grant usage on schema auth to anon, authenticated, service_role;

create table if not exists auth.users (
    instance_id uuid,
    id uuid not null,
    aud character varying(255),
    role character varying(255),
    email character varying(255),
    phone text unique,
    email_confirmed_at timestamp with time zone,
    last_sign_in_at timestamp with time zone,
    raw_app_meta_data jsonb,
    raw_user_meta_data jsonb,
    is_sso_user boolean not null default false,
    is_anonymous boolean not null default false,
    created_at timestamp with time zone,
    updated_at timestamp with time zone,
    deleted_at timestamp with time zone,
    constraint users_pkey primary key (id)
);
create unique index if not exists users_email_partial_key on auth.users (email) where not is_sso_user;
alter table auth.users enable row level security;
comment on table auth.users is 'Auth: Stores user login data within a secure schema.';

-- A custom setting that was set in an earlier transaction reads '' and not null, hence nullif. The
-- settings request.jwt.claim.* are those of PostgREST before version 9.

create or replace function auth.uid()
returns uuid
language sql
stable
as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim.sub', true), ''),
        nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
    )::uuid
$$;

create or replace function auth.role()
returns text
language sql
stable
as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim.role', true), ''),
        nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
    )::text
$$;

create or replace function auth.email()
returns text
language sql
stable
as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim.email', true), ''),
        nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
    )::text
$$;

create or replace function auth.jwt()
returns jsonb
language sql
stable
as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim', true), ''),
        nullif(current_setting('request.jwt.claims', true), '')
    )::jsonb
$$;

-- ---------------------------------------------------------------------------------------------
-- The publication of Realtime, empty at first.

do $$
begin
    if not exists (select from pg_catalog.pg_publication where pubname = 'supabase_realtime') then
        create publication supabase_realtime;
    end if;
end
$$;

reset client_min_messages;
