SELECT a FROM past;
SELECT b FROM current;
