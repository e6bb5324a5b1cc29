CREATE TABLE parts.events_2 PARTITION OF events FOR VALUES FROM ('2024-02-01Z') TO ('2024-03-01Z');
ALTER TABLE parts.events_1 SET (autovacuum_enabled = true), RESET (fillfactor);
ALTER TABLE events ADD COLUMN source text;
ALTER TABLE settings SET (fillfactor = 60);
ALTER TABLE of_pairs DROP CONSTRAINT two;
ALTER TABLE of_pairs ADD CONSTRAINT two FOREIGN KEY (a, b) REFERENCES pairs (a, b) ON DELETE SET DEFAULT (b);
GRANT UPDATE ON settings TO writer WITH GRANT OPTION;
