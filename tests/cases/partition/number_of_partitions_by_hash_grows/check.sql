SELECT count(*) > 0 AS some FROM events;
