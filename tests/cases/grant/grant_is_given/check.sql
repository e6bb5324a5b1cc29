SELECT grantee, privilege_type FROM information_schema.role_table_grants WHERE table_name = 'orders' AND grantee IN ('reader', 'writer') ORDER BY 1, 2;
SELECT grantee, column_name, privilege_type FROM information_schema.column_privileges WHERE table_name = 'orders' AND grantee IN ('reader', 'writer') ORDER BY 1, 2, 3;
