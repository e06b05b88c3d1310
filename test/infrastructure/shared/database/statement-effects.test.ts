import { describe, expect, test } from "vitest";
import { effectsOf } from "#infrastructure/shared/database/statement-effects.ts";
import { statement } from "#test/support/ad-hoc-statement.ts";

const effects = (text: string) => effectsOf(statement(text));

describe("the text of a statement tells that it", () => {
  test.for([
    "commit",
    ";COMMIT",
    "/* a /* b */ c */ -- d\n end;",
    "START  TRANSACTION",
    "PREPARE TRANSACTION 'x'",
    "abort",
  ])("controls a transaction: %j", (text) => expect(effects(text).refusal).toMatch(/controls a transaction/));

  test.for([
    "SELECT 'COMMIT'",
    "-- COMMIT\nSELECT 1",
    "/* BEGIN */ SELECT 1",
    "/* a */ SELECT /* b */ commit FROM t",
    "PREPARE x AS SELECT 1",
    "",
    "/*",
  ])("doesn't control a transaction: %j", (text) => expect(effects(text).refusal).toBeUndefined());

  test.for([
    "SET search_path = x",
    "set session statement_timeout = 0",
    "RESET ALL",
    "DISCARD ALL",
    "LISTEN x",
    "DO $$ BEGIN END $$",
    "CALL x()",
    "CREATE TEMP TABLE x (id int)",
    "CREATE LOCAL TEMPORARY VIEW x AS SELECT 1",
    "SELECT 1 INTO TEMP x",
    "SELECT set_config($1, $2, $3)",
    "SELECT set_config('a', 'b', true), set_config('a', 'b', false)",
    "SELECT pg_try_advisory_lock(1)",
    "DECLARE c NO SCROLL CURSOR WITH HOLD FOR SELECT 1",
    "DECLARE c CURSOR WITH \n HOLD FOR SELECT 1",
    "DECLARE c CURSOR FOR SELECT set_config('a', 'b', false)",
    "CREATE OR REPLACE TEMP VIEW x AS SELECT 1",
    "CREATE  OR  REPLACE LOCAL TEMPORARY VIEW x AS SELECT 1",
    "CREATE TABLE pg_temp.x (id int)",
    "SELECT set_config('a', 'b, true)', false)",
    "SELECT set_config('a', 'it''s, true)', false)",
    "SELECT \"set_config\"('a', 'b', false)",
    'SELECT pg_catalog."pg_advisory_lock"(1)',
    "SELECT setseed(0.5)",
    "-- a\rSET search_path = x",
  ])("changes the session: %j", (text) => expect(effects(text).changesSession).toBe(true));

  test.for([
    "SELECT 1",
    "SET LOCAL search_path = x",
    "SET CONSTRAINTS ALL DEFERRED",
    "SELECT set_config('a', $1, true)",
    "SELECT set_config('a', 'b)', true)",
    "CREATE OR REPLACE VIEW x AS SELECT 1",
    "SELECT pg_advisory_xact_lock(1)",
    "UPDATE t SET a = 1",
    "INSERT INTO temperatures VALUES (1)",
    "DECLARE c NO SCROLL CURSOR WITHOUT HOLD FOR SELECT 1",
    "DECLARE c CURSOR FOR SELECT 1",
  ])("leaves the session as it was: %j", (text) => expect(effects(text).changesSession).toBe(false));

  test.for([
    ["SELECT 1", true],
    ["-- a\n WITH a AS (SELECT 1) TABLE a", true],
    ["SELECT updated_at FROM t", true],
    ["WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a", false],
    ["SELECT nextval('s')", false],
    ["SELECT shop.place(1)", false],
    ['SELECT "shop" . "place" (1)', false],
    ['SELECT "the shop"."place it"(1)', false],
    ["SELECT EXTRACT(day FROM placed_at) FROM shop.orders", true],
    ["SELECT pg_catalog.now()", true],
    ["SELECT lower(o.name) FROM shop.orders AS o WHERE o.id IN (1, 2)", true],
    ["-- a\rSELECT 1", true],
    ["-- a\rDELETE FROM t", false],
    ["INSERT INTO t VALUES (1)", false],
    ["CALL x()", false],
  ] as const)("only reads, or may write: %j", ([text, expected]) => expect(effects(text).onlyReads).toBe(expected));

  test("copies", () => {
    expect(effects("copy t TO STDOUT").refusal).toMatch(/is a COPY/);
    expect(effects("SELECT copy FROM t").refusal).toBeUndefined();
  });
});
