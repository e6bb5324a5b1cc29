SELECT "Users"."Id" AS "the id",
    "Users"."%"
   FROM public."Users"