SELECT name, home, home IS DISTINCT FROM NULL AS is_there, office FROM users ORDER BY id;
