SELECT enumlabel FROM pg_enum ORDER BY enumsortorder;
