-- Needs PostgreSQL 15.
-- Partitions stand apart from their table, and each is stored in its own way.
CREATE SCHEMA parts;
CREATE TABLE events (id bigint NOT NULL, at timestamptz NOT NULL, kind text) PARTITION BY RANGE (at);
CREATE INDEX events_kind ON events (kind);
CREATE TABLE parts.events_1 PARTITION OF events FOR VALUES FROM ('2024-01-01Z') TO ('2024-02-01Z')
    WITH (fillfactor = 70, autovacuum_enabled = false);
CREATE TABLE settings (name text, owner integer, note text, CONSTRAINT settings_pkey PRIMARY KEY (name) INCLUDE (note) WITH (fillfactor = 80))
    WITH (fillfactor = 90, autovacuum_vacuum_threshold = 5, autovacuum_analyze_threshold = 7);
CREATE TABLE pairs (a integer, b integer, UNIQUE (a, b));
CREATE UNIQUE INDEX pairs_b ON pairs (b);
CREATE TABLE of_pairs (
    a integer,
    b integer,
    c integer REFERENCES pairs (b),
    CONSTRAINT two FOREIGN KEY (a, b) REFERENCES pairs (a, b) MATCH FULL,
    CONSTRAINT one FOREIGN KEY (a, c) REFERENCES pairs (a, b) ON DELETE SET NULL (c)
);
GRANT SELECT ON settings TO writer;
GRANT SELECT, INSERT ON settings TO reader;
