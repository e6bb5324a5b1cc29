SELECT no FROM events ORDER BY no;
SELECT nextval('events_no_seq');
