SELECT set_config('app.org', '00000000-0000-0000-0000-000000000001', false);
SET ROLE reader;
SELECT text FROM entries;
