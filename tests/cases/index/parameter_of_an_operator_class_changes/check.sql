SELECT id FROM posts WHERE to_tsvector('simple'::regconfig, body) @@ 'word & 7';
SELECT pg_get_indexdef('posts_words'::regclass);
