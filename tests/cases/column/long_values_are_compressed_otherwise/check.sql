SELECT attstattarget, attstorage, attcompression FROM pg_attribute WHERE attrelid = 'orders'::regclass AND attname = 'label';
