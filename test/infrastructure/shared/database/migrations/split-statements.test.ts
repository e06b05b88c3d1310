import { describe, expect, test } from "vitest";
import { splitStatements } from "#infrastructure/shared/database/migrations/split-statements.ts";

describe("splitting a file into statements", () => {
  test("keeps together what only looks like an end", async () => {
    const statements = [
      "INSERT INTO notes VALUES ('a;b', $$;$$, E'\\';')",
      "CREATE PROCEDURE p() BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END",
      "DO $body$ BEGIN PERFORM 1; COMMIT; END $body$",
      'CREATE INDEX CONCURRENTLY "a;b" /* ; /* ; */ ; */ ON t (c)',
    ];
    expect((await splitStatements(`${statements.join(";\n")};\n-- ;\n`)).map(({ sql }) => sql)).toEqual(statements);
  });

  test("says where each begins, in characters", async () => {
    const sql = "-- é😀 ; \n SELECT 'é😀';;\n  /* é */ SELECT 2";
    for (const { sql: statement, offset } of await splitStatements(sql)) {
      expect(Array.from(sql).slice(offset).join("").startsWith(statement)).toBe(true);
      expect(statement).toMatch(/^SELECT/);
    }
    expect(await splitStatements(sql)).toHaveLength(2);
  });

  test("takes a time that grows with the file, not with its square", async () => {
    const start = performance.now();
    expect(await splitStatements(`INSERT INTO notes VALUES ('${"é".repeat(80)}');\n`.repeat(8_000))).toHaveLength(
      8_000,
    );
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  test("refuses DISCARD, which frees the lock of the one that migrates", async () => {
    await expect(splitStatements("SELECT 1; DISCARD ALL")).rejects.toThrow("holds DISCARD");
  });

  test.each(["BEGIN", "COMMIT AND CHAIN", "ROLLBACK", "SAVEPOINT a", "START TRANSACTION"])(
    "refuses %s",
    async (sql) => {
      await expect(splitStatements(`SELECT 1; ${sql}; SELECT 2`)).rejects.toThrow("holds BEGIN, COMMIT or the like");
    },
  );
});
