SET ROLE reader;
SELECT email FROM adults;
SELECT mail FROM readers;
