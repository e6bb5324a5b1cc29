-- PostgreSQL as it comes: no roles of an API, no schema but public.

-- Since PostgreSQL 15 nobody but its owner may create in public. On 14 we do the same, so that a
-- migration which relies on the old grant fails on every version.
revoke create on schema public from public;
