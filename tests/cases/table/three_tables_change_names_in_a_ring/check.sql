SELECT a FROM green;
SELECT b FROM blue;
SELECT c FROM red;
