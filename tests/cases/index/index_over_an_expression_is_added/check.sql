SET enable_seqscan = off;
SELECT label FROM orders WHERE lower(label) = 'tea';
