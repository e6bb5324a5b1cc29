SELECT obj_description('totals'::regclass), has_table_privilege('writer', 'totals', 'SELECT');
