SET ROLE reader;
SELECT id FROM adults;
