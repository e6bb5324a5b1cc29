SELECT count(*) FROM pg_description WHERE description = 'It has a reason.';
