SELECT state FROM leads;
