INSERT INTO "Order Items" ("the state") VALUES ('gone'), ('it''s'), (E'Very \\ Even');
