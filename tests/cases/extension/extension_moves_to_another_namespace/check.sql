SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'pg_trgm';
