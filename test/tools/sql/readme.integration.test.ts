import { readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { expect } from "vitest";
import { test } from "#test/support/fixtures.ts";
import { compileFile } from "#tools/sql/compile-file.ts";
import { openDescriber } from "#tools/sql/describer.ts";
import { openStatement } from "#tools/sql/nullability.ts";
import { toPositionalText } from "#tools/sql/positional-text.ts";
import { parseStatementFile } from "#tools/sql/statement-file.ts";

test("the compiler's README follows a query as it really goes", async ({ emptyDatabase: { url }, onTestFinished }) => {
  const readme = readFileSync(join(import.meta.dirname, "../../../tools/sql/README.md"), "utf8");
  const blocks = [...readme.matchAll(/^( *)```\w*\n([^]*?)\n *```$/gm)].map(([, indent = "", text = ""]) =>
    text.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  );
  const [tables = "", source = "", tree = "", facts = "", generated = ""] = blocks;
  expect(blocks).toHaveLength(5);

  const logged: string[] = [];
  const onnotice = ({ detail }: postgres.Notice): void => void logged.push(detail ?? "");
  const sql = postgres(url, { max: 1, onnotice });
  onTestFinished(() => sql.end());
  await sql.unsafe(`CREATE SCHEMA shop; ${tables}`);
  const { text } = toPositionalText(parseStatementFile(source).statements[0]?.body ?? []);
  await sql.unsafe("SET debug_print_parse = on; SET debug_pretty_print = off; SET client_min_messages = log");
  await sql.unsafe(text).describe();
  const inFull = logged.at(-1)?.replaceAll(/\s+/g, " ");
  for (const line of tree.split("\n")) {
    expect(inFull).toMatch(
      new RegExp(
        line
          .split("…")
          .map((part) => RegExp.escape(part.trim()))
          .join(".*"),
      ),
    );
  }

  const describer = await openDescriber(url);
  onTestFinished(() => describer.close());
  const description = await describer.describe(text);
  expect(description).toMatchObject({ parameterTypes: [23], columns: [{ type: 25 }, { type: 25 }, { type: 25 }] });
  const scope = openStatement([description.tree], describer.catalog);
  const found = [...(scope?.facts.keys() ?? [])].filter((key) => !key.startsWith("value"));
  expect(found).toEqual(facts.split("\n"));

  const file = { context: "shop", name: "order", path: "sql/shop/order.sql", source };
  const { compiled } = await compileFile(file, describer);
  expect(compiled).toContain(generated);
});
