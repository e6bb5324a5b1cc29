SET ROLE reader;
SELECT name AS without_a_tenant FROM contact_names;
SET app.org = '00000000-0000-0000-0000-00000000000a';
SELECT name AS of_a FROM contact_names;
SET app.org = '00000000-0000-0000-0000-00000000000b';
SELECT name AS of_b FROM contact_names;
RESET ROLE;
RESET app.org;
