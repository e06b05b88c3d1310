import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type pg from "pg";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import type { Call, Command, Outcome } from "../cli/command.ts";
import { productionOption, refuseProduction } from "../cli/confirm.ts";
import { requireContext } from "../cli/project.ts";

export const seed: Command = {
  name: "seed",
  usage: "[context…]",
  arity: [0, 100],
  summary: "run migrations/<context>/seed.sql, where there is one",
  details:
    "Each file in one transaction, in the order of the contexts. What is there already stays: a seed says ON CONFLICT DO\n" +
    "NOTHING. Seeds have known passwords, so where the database looks like production it refuses (see drop --help).",
  options: { yes: { type: "boolean", summary: "needed with the next one" }, ...productionOption },
  run: (call) => runSeeds(call, call.arguments),
};

/** Runs the seeds of these contexts, or of all. */
export async function runSeeds(call: Call, wanted: readonly string[]): Promise<Outcome> {
  const whole = await call.project();
  for (const context of wanted) requireContext(whole, context);
  const target = await call.target();
  refuseProduction(call, target);
  const files = whole.order
    .filter((context) => wanted.length === 0 || wanted.includes(context))
    .map((context) => ({ context, file: join(whole.directory, context, "seed.sql") }))
    .filter(({ file }) => existsSync(file));
  const client = await connectPlainly(target.url, "plinth db seed");
  try {
    await client.query("SET TimeZone = 'UTC'");
    for (const { file } of files) await runSeed(client, file);
    const seeded = files.map(({ context }) => context);
    return { ok: true, text: seededText(seeded, wanted), json: { seeded } };
  } finally {
    await client.end();
  }
}

function seededText(seeded: readonly string[], wanted: readonly string[]): string {
  if (seeded.length > 0) return `seeded ${seeded.join(", ")}`;
  return wanted.length > 0 ? `There is no seed.sql in ${wanted.join(", ")}.` : "No context has a seed.sql.";
}

async function runSeed(client: pg.Client, file: string): Promise<void> {
  const sql = (await readFile(file, "utf8")).replace(/^\uFEFF/, "");
  await client.query("BEGIN");
  try {
    await client.query(sql);
    await client.query("COMMIT");
  } catch (cause) {
    await client.query("ROLLBACK");
    const { message, position } = cause as pg.DatabaseError;
    const line = position === undefined ? "" : `:${[...sql].slice(0, Number(position)).join("").split("\n").length}`;
    throw new Error(
      `${relative(process.cwd(), file)}${line}: ${message}. Nothing of this file was kept. ` +
        "Is the database migrated (npm run db -- up)?",
      { cause },
    );
  }
}
