SELECT tablename, policyname, permissive, cmd, roles FROM pg_policies WHERE schemaname = 'public' ORDER BY 1, 2;
SELECT tgrelid::regclass, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1::text, 2;
SELECT text, stage FROM notes ORDER BY id;
SET ROLE authenticated;
SELECT set_config('app.clinic', 'a0000000-0000-0000-0000-000000000001', false);
SELECT text, stage FROM notes;
SELECT place, stages FROM note_entries;
