INSERT INTO "Select" ("Group") VALUES ('1');
