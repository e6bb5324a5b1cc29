SELECT state, past FROM leads;
