SET ROLE reader;
SELECT state, past FROM leads;
