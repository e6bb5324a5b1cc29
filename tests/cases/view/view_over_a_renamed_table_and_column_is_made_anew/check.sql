SET ROLE reader;
SELECT address FROM adults;
