SELECT defaclobjtype, nspname, defaclacl::text
FROM pg_default_acl LEFT JOIN pg_namespace AS n ON n.oid = defaclnamespace
ORDER BY 1, 2;
