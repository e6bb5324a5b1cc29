SELECT * FROM sizes ORDER BY 1;
SELECT * FROM totals;
SELECT table_name, grantee FROM information_schema.role_table_grants
WHERE grantee IN ('reader', 'writer') ORDER BY 1, 2;
