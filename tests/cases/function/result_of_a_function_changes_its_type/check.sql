SELECT pg_typeof(count_orders());
