SELECT id FROM b.t;
