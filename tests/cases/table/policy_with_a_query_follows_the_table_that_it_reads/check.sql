SET ROLE reader;
SELECT author FROM posts;
