import {
  type DatabaseStatus,
  status as readStatus,
} from "#infrastructure/shared/database/migrations/migration-status.ts";
import type { Command } from "../cli/command.ts";
import { migrateOptions } from "../cli/migrate-options.ts";

export const status: Command = {
  name: "status",
  usage: "",
  arity: [0, 0],
  summary: "show what is applied, pending, missing, edited or dirty; invalid indexes; grants.sql",
  details:
    "applied; pending: will be applied by up; missing: applied, but there is no such file; edited: its file was changed\n" +
    "after it was applied; dirty: left half-done. Also each grants.sql that isn't what the database has.",
  options: { "exit-code": { type: "boolean", summary: "exit with 1 unless everything is applied and in order" } },
  async run(call) {
    const found = await readStatus(await migrateOptions(call));
    const inOrder =
      found.dirty === undefined &&
      found.invalidIndexes.length === 0 &&
      found.grants.every(({ state }) => state === "granted") &&
      found.contexts.every(({ migrations }) => migrations.every(({ state }) => state === "applied"));
    return { ok: inOrder || !call.flag("exit-code"), text: describe(found), json: { inOrder, ...found } };
  },
};

const whatToDo = {
  changed: "isn't applied: up, grant and the next start do that",
  older: "was applied, and another one after it, which holds: where this one is meant, npm run db -- grant",
};

export const version: Command = {
  name: "version",
  usage: "",
  arity: [0, 0],
  summary: "print each context's version: the highest number applied",
  async run(call) {
    const { contexts } = await readStatus(await migrateOptions(call));
    const versions = contexts.map(({ context, version: number }) => `${context}/${number}`);
    return { ok: true, text: versions.join("\n"), json: { versions } };
  },
};

function describe({ contexts, dirty, invalidIndexes, grants }: DatabaseStatus): string {
  const rows = contexts.flatMap(({ context, migrations }) =>
    migrations.map(({ id, state, appliedAt }) => {
      const time = appliedAt === undefined ? "" : `  ${appliedAt.toISOString().slice(0, 19)}Z`;
      return `${state.padEnd(8)}${(time || " ".repeat(22)).padEnd(22)}  ${context}/${id}`;
    }),
  );
  const count = (state: string): number =>
    contexts.flatMap(({ migrations }) => migrations).filter((migration) => migration.state === state).length;
  const states = ["applied", "pending", "missing", "edited", "dirty"];
  return [
    ...rows,
    states.flatMap((state) => (count(state) > 0 ? [`${count(state)} ${state}`] : [])).join(", ") || "no migrations",
    ...invalidIndexes.map(({ name, table }) => `invalid index: ${name} on ${table}; DROP INDEX CONCURRENTLY ${name}`),
    ...grants.flatMap(({ path, state }) => (state === "granted" ? [] : [`${path} ${whatToDo[state]}`])),
    ...(dirty === undefined ? [] : [dirty.description]),
  ].join("\n");
}
