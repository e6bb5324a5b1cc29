SELECT typname, coalesce(r.rolname, 'PUBLIC') AS grantee, string_agg(privilege_type, ', ' ORDER BY privilege_type)
FROM pg_type, aclexplode(coalesce(typacl, acldefault('T', typowner))) LEFT JOIN pg_roles AS r ON r.oid = grantee
WHERE typname IN ('order_state', 'currency', 'price') AND grantee <> typowner
GROUP BY typname, r.rolname
ORDER BY 1, 2;
