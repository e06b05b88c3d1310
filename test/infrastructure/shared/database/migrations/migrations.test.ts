import { describe, expect, onTestFinished, test } from "vitest";
import { InvalidMigrations, readMigrations } from "#infrastructure/shared/database/migrations/migration-files.ts";
import { migrate, migrationsDirectory } from "#infrastructure/shared/database/migrations/migrations.ts";
import { contexts } from "#migrations/order.ts";
import { migrationFolder } from "./migration-folder.ts";

const sound = {
  "shop/0001_first.up.sql": "CREATE SCHEMA shop;",
  "shop/0001_first.down.sql": "DROP SCHEMA shop;",
};

describe("reading the migrations", () => {
  test("those of this project are in order", async () => {
    expect([...(await readMigrations(migrationsDirectory, contexts)).keys()]).toEqual([...contexts]);
  });

  test("gives each context's in the order of their numbers", async () => {
    const { directory } = folder({
      ...sound,
      "shop/0010_tenth.up.sql": "SELECT 10;",
      "shop/0010_tenth.down.sql": "SELECT -10;",
      "shop/0002_second.up.sql": "SELECT 2;",
      "shop/0002_second.down.sql": "SELECT -2;",
      "shop/.DS_Store": "",
    });
    const migrations = (await readMigrations(directory, ["shop"])).get("shop");
    expect(migrations?.map(({ id, up, down }) => [id, up, down])).toEqual([
      ["0001_first", "CREATE SCHEMA shop;", "DROP SCHEMA shop;"],
      ["0002_second", "SELECT 2;", "SELECT -2;"],
      ["0010_tenth", "SELECT 10;", "SELECT -10;"],
    ]);
  });

  test.each([
    [
      "a folder that order.ts does not list",
      { "order.ts": '// Ours.\nexport const contexts = ["shop"];', "cellar/0001_a.up.sql": "SELECT 1" },
      /cellar\/ is not listed in order\.ts: in \S+order\.ts:2 write "cellar" into the list, behind "shop" or earlier/,
    ],
    ["a file outside a context", { "0001_a.up.sql": "SELECT 1" }, "0001_a.up.sql stands outside a context's folder"],
    ["a number of another length", { "shop/12_a.up.sql": "SELECT 1" }, "shop/12_a.up.sql: expected NNNN_<name>.up.sql"],
    ["a file without direction", { "shop/0002_a.sql": "SELECT 1" }, "shop/0002_a.sql: expected NNNN_<name>.up.sql"],
    ["capitals in a name", { "shop/0002_Add.up.sql": "SELECT 1" }, "shop/0002_Add.up.sql: expected NNNN_<name>.up.sql"],
    [
      "a number that is used twice",
      {
        "shop/0002_a.up.sql": "SELECT 1",
        "shop/0002_a.down.sql": "SELECT 1",
        "shop/0002_b.up.sql": "SELECT 1",
        "shop/0002_b.down.sql": "SELECT 1",
      },
      "shop/0002_a and shop/0002_b have the same number",
    ],
    ["an up without a down", { "shop/0002_a.up.sql": "SELECT 1" }, "shop/0002_a.down.sql is missing"],
    ["a down without an up", { "shop/0002_a.down.sql": "SELECT 1" }, "shop/0002_a.up.sql is missing"],
    ["an empty down", { ...sound, "shop/0001_first.down.sql": "\n" }, "shop/0001_first.down.sql has no statement"],
    [
      "a down of comments only",
      { ...sound, "shop/0001_first.down.sql": "-- DROP\n/* a /* nested */ DROP */ ;\n" },
      "shop/0001_first.down.sql has no statement",
    ],
    [
      "an empty down that gives no reason",
      { ...sound, "shop/0001_first.up.sql": "-- migrate: irreversible\nSELECT 1", "shop/0001_first.down.sql": "" },
      '"-- migrate: irreversible" gives no reason',
    ],
    [
      "a down of what is declared irreversible",
      { ...sound, "shop/0001_first.up.sql": "-- migrate: irreversible gone\nSELECT 1" },
      "shop/0001_first.down.sql has statements, but the up file is declared irreversible",
    ],
    [
      "a reason in the wrong file",
      { ...sound, "shop/0001_first.down.sql": "-- migrate: irreversible gone\nSELECT 1" },
      "belongs into the up file",
    ],
    [
      "a header that it doesn't know",
      { ...sound, "shop/0001_first.up.sql": "-- migrate: no transaction\nSELECT 1" },
      '"-- migrate: no transaction" is unknown: expected "-- migrate: no-transaction"',
    ],
    [
      "a header below a statement",
      { ...sound, "shop/0001_first.up.sql": "SELECT 1;\n-- migrate: no-transaction" },
      "stands below a statement: move it to the top",
    ],
  ])("refuses %s", async (_, files, fault) => {
    const { directory } = folder({ ...sound, ...files });
    await expect(readMigrations(directory, ["shop"])).rejects.toThrow(fault);
  });

  test("reads how a file is to be run", async () => {
    const { directory } = folder({
      "shop/seed.sql": "SELECT 0;",
      "shop/0001_first.up.sql":
        "-- An index.\n\n  --migrate: no-transaction \r\n-- migrate: irreversible it is gone\nSELECT 1;",
    });
    const [first] = (await readMigrations(directory, ["shop"])).get("shop") ?? [];
    expect(first?.headers).toEqual({
      up: { noTransaction: true, irreversible: "it is gone", faults: [] },
      down: { noTransaction: false, irreversible: undefined, faults: [] },
    });
  });

  test.each(["migrations", "Shop", "pg_shop", "2shop", "my-shop", "_shop"])(
    "refuses a context named %s, which is no schema's name",
    async (context) => {
      const { directory } = folder({
        [`${context}/0001_a.up.sql`]: "SELECT 1",
        [`${context}/0001_a.down.sql`]: "SELECT 1",
      });
      await expect(readMigrations(directory, [context])).rejects.toThrow(`${context} can't be a context`);
    },
  );

  test("refuses a context without a folder, and one that is listed twice", async () => {
    const { directory } = folder(sound);
    await expect(readMigrations(directory, ["shop", "cellar"])).rejects.toThrow("no folder cellar/");
    await expect(readMigrations(directory, ["shop", "shop"])).rejects.toThrow("lists shop more than once");
  });

  test("accepts comments around statements", async () => {
    for (const down of ["-- what\n/* why */ DROP SCHEMA shop; -- done", "-- /*\nDROP SCHEMA shop; -- */"]) {
      const { directory } = folder({ ...sound, "shop/0001_first.down.sql": down });
      await expect(readMigrations(directory, ["shop"])).resolves.toBeDefined();
    }
  });
});

test("all faults are listed at once, and no connection is made", async () => {
  const { directory } = folder({
    "shop/0002_a.up.sql": "SELECT 1",
    "cellar/0001_a.up.sql": "SELECT 1",
    "shop/x.sql": "",
  });
  const failure: unknown = await migrate({ url: "postgres://nowhere.invalid/x", directory, order: ["shop"] }).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(InvalidMigrations);
  expect((failure as Error).message.match(/^- /gm)).toHaveLength(3);
});

function folder(files: Readonly<Record<string, string>>): { readonly directory: string } {
  const made = migrationFolder(files);
  onTestFinished(() => made.remove());
  return made;
}
