-- Partitions whose indexes have names of their own, and things of their own, as a dump of a large project has them.
CREATE SCHEMA parts;
CREATE TABLE events (
    id bigint NOT NULL,
    author integer NOT NULL,
    kind character varying NOT NULL,
    at timestamp without time zone NOT NULL,
    CONSTRAINT events_pkey PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE parts.events_202401 (
    id bigint NOT NULL,
    author integer NOT NULL,
    kind character varying NOT NULL,
    at timestamp without time zone NOT NULL,
    CONSTRAINT events_202401_key PRIMARY KEY (id, at)
);
ALTER TABLE events ATTACH PARTITION parts.events_202401 FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
CREATE INDEX events_by_kind ON ONLY events USING btree (lower(kind), at);
CREATE INDEX index_8f2c ON parts.events_202401 USING btree (lower(kind), at);
ALTER INDEX events_by_kind ATTACH PARTITION parts.index_8f2c;
CREATE TABLE slots (id bigint NOT NULL, label text DEFAULT 'none') PARTITION BY HASH (id);
CREATE TABLE parts.slots_0 PARTITION OF slots FOR VALUES WITH (modulus 2, remainder 0);
CREATE TABLE parts.slots_1 PARTITION OF slots FOR VALUES WITH (modulus 2, remainder 1);
