-- Names that are no identifiers of Rust, that meet there, or that mean something there.

CREATE TYPE "Type" AS ENUM ('', 'a b', 'a-b', 'A b', 'Self', '1st', 'مرحبا', '+', '++');

CREATE TABLE "Users" (
    "Id" integer PRIMARY KEY,
    "self" text,
    "Self" text,
    "type" "Type" DEFAULT 'a-b' NOT NULL,
    "first name" text,
    "first_name" text,
    "firstName" text,
    "1st" integer,
    "a""b" text,
    "r#type" text,
    "%" numeric(5, 2),
    "émoi" text,
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk" text
);

CREATE TABLE users (
    id integer CONSTRAINT "the key" PRIMARY KEY,
    "user" integer CONSTRAINT "points at" REFERENCES "Users" ("Id"),
    other integer REFERENCES users,
    CONSTRAINT "not itself" CHECK (other <> id)
);

CREATE TABLE "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk" ("abc" integer UNIQUE);

CREATE TABLE "Option" ("Vec" text[], "String" text, "Box" integer);
CREATE TABLE roles (id integer, "Columns" text);
CREATE TABLE "Date" (at date);
CREATE TABLE "match" ("fn" integer, "impl" integer);
CREATE VIEW "my view" AS SELECT "Id" AS "the id", "%" FROM "Users";
CREATE INDEX "Users By ""a""b" ON "Users" (("a""b" || 'x') DESC, "1st") WHERE "self" IS NOT NULL;

CREATE FUNCTION now() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION "select"("type" integer, integer DEFAULT 2) RETURNS integer LANGUAGE sql AS 'SELECT $1 + $2';
CREATE FUNCTION "select"("type" text) RETURNS text LANGUAGE sql AS 'SELECT $1';
CREATE FUNCTION both_ways(seen integer) RETURNS TABLE (seen_twice integer, total bigint) LANGUAGE sql AS 'SELECT 1, 2::bigint';

COMMENT ON TABLE "Users" IS E'  begins with spaces,\n\nhas a blank line, and \\ and "quotes"';
COMMENT ON COLUMN "Users"."%" IS 'A long comment that goes on for more than the width of a line of code, so that it has to be wrapped somewhere in the middle of it, between words, and read as one again.';
