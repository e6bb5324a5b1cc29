-- A table gets another name; its key, its sequences and its indexes keep theirs.
ALTER TABLE goods RENAME TO articles;
ALTER TABLE people RENAME TO members;
ALTER TABLE visits DROP COLUMN room;
