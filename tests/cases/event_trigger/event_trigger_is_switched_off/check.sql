SELECT evtname, evtevent, evttags, evtenabled
FROM pg_event_trigger
ORDER BY evtname;
