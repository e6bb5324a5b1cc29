SELECT nspname, coalesce(r.rolname, 'PUBLIC') AS grantee, string_agg(privilege_type, ', ' ORDER BY privilege_type)
FROM pg_namespace, aclexplode(nspacl) LEFT JOIN pg_roles AS r ON r.oid = grantee
WHERE nspname IN ('archive', 'ledger') AND grantee <> nspowner
GROUP BY nspname, r.rolname
ORDER BY 1, 2;
