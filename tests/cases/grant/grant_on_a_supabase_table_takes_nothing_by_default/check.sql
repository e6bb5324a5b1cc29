SELECT has_table_privilege('anon', 'orders', 'SELECT') AS reads, has_table_privilege('anon', 'orders', 'INSERT') AS writes;
