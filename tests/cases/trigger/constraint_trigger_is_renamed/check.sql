BEGIN;
SET CONSTRAINTS orders_are_not_free DEFERRED;
ROLLBACK;
SELECT conname FROM pg_constraint WHERE contype = 't';
