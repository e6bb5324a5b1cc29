SELECT 1 AS "A",
    'x'::text AS "b c"
UNION ALL
 SELECT "Table"."Id" AS "A",
    ("Table"."table")::text AS "b c"
   FROM public."Table"