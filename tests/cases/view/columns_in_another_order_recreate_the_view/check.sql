SELECT * FROM big_orders ORDER BY 1;
SELECT has_table_privilege('reader', 'big_orders', 'SELECT') AS reader, has_table_privilege('writer', 'big_orders', 'SELECT') AS writer,
    has_column_privilege('writer', 'big_orders', 'label', 'SELECT') AS writer_label;
SELECT obj_description('big_orders'::regclass), col_description('big_orders'::regclass, 1);
