INSERT INTO people (mail, age) VALUES ('a@b', 20);
REFRESH MATERIALIZED VIEW ages;
