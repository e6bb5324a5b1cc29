-- Columns get other names, which no comparison can know, and stay where they are.
ALTER TABLE people RENAME COLUMN mail TO email;
ALTER TABLE visits RENAME COLUMN place TO room;
ALTER TABLE people DROP COLUMN age;
