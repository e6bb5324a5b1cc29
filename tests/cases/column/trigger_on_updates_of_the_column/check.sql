SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal;
