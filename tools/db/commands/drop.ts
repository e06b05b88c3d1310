import type pg from "pg";
import { historySchema, readHistory } from "#infrastructure/shared/database/migrations/migration-history.ts";
import { takeTurn } from "#infrastructure/shared/database/migrations/migration-lock.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import type { Call, Command } from "../cli/command.ts";
import { confirmByName, productionOption, refuseProduction } from "../cli/confirm.ts";

const waitTimeout = 120_000;

export const drop: Command = {
  name: "drop",
  usage: "",
  arity: [0, 0],
  summary: "drop every context's schema, with all rows, and the history of migrations",
  details:
    "It asks for the name of the database. Where the database looks like production it refuses: NODE_ENV is neither\n" +
    "development nor test; or the name has the word prod, production or live; or it is on another machine, and the name\n" +
    "has no word such as dev or test.",
  destructive: true,
  options: productionOption,
  async run(call) {
    const { address } = await call.target();
    const dropped = await dropContexts(call, "This drops");
    const text = dropped.length === 0 ? `Nothing to drop: ${address} has no context.` : `dropped ${dropped.join(", ")}`;
    return { ok: true, text, json: { dropped } };
  },
};

/**
 * Drops the schemas of the contexts, those of order.ts and those that the history knows, after asking.
 *
 * @param announcement how the question starts
 * @returns the schemas that were there
 */
export async function dropContexts(call: Call, announcement: string): Promise<string[]> {
  const [target, { order }] = [await call.target(), await call.project()];
  refuseProduction(call, target);
  const client = await connectPlainly(target.url, "plinth db drop");
  try {
    const applied = (await readHistory(client, order)).applied.map(({ context }) => context);
    const schemas = await existing(client, [...order, ...applied, historySchema]);
    if (schemas.length === 0) return [];
    const deed = `${announcement} the schemas ${schemas.join(", ")} with all their rows from ${target.address}.`;
    await confirmByName(call, target, deed);
    await takeTurn(client, waitTimeout, call.progress);
    const list = schemas.map((schema) => client.escapeIdentifier(schema)).join(", ");
    await client.query(`SET lock_timeout = '10s'; DROP SCHEMA IF EXISTS ${list} CASCADE`);
    return schemas;
  } finally {
    await client.end();
  }
}

async function existing(client: pg.Client, names: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT nspname AS name FROM pg_namespace WHERE nspname = ANY ($1) ORDER BY nspname",
    [[...new Set(names)]],
  );
  return rows.map(({ name }) => name);
}
