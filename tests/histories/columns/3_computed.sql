-- A computed column, one behind it, and then another name for one before it.
ALTER TABLE goods
    ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, label)) STORED,
    ADD COLUMN stock integer DEFAULT 0 NOT NULL;
CREATE INDEX goods_words ON goods USING gin (words);
ALTER TABLE goods RENAME COLUMN code TO number;
ALTER TABLE goods ALTER COLUMN label SET (n_distinct = -0.5);
