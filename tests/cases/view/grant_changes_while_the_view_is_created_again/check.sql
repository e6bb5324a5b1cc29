SELECT grantee, privilege_type FROM information_schema.role_table_grants
WHERE table_name = 'big_orders' AND grantee IN ('reader', 'writer') ORDER BY 1, 2;
