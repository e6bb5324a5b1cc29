SELECT tgdeferrable, tginitdeferred FROM pg_trigger WHERE tgname = 'orders_cost';
