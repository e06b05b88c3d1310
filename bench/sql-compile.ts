import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "#tools/sql/run.ts";
import { withScratchDatabase } from "#tools/sql/scratch-database.ts";

/** How long 100 statements of the usual kinds take to compile, beside the start of the server and the migrations. */
const statements = 100;
const perFile = 20;
const runs = 5;

const kinds: readonly ((name: string) => string)[] = [
  (name) => `-- name: ${name} :maybe
SELECT users.id, users.email, users.name, users.role, users.deleted_at, settings.locale, settings.time_zone
FROM identity.users LEFT JOIN identity.user_settings AS settings ON settings.user_id = users.id
WHERE users.id = :id AND users.deleted_at IS NULL;`,
  (name) => `-- name: ${name} :exec
INSERT INTO identity.user_settings (user_id, locale, time_zone, marketing_emails)
VALUES (:user_id, :locale, :time_zone, :marketing_emails);`,
  (name) => `-- name: ${name} :many
SELECT id, email, coalesce(name, '') AS name FROM identity.users
WHERE (:role::text IS NULL OR role = :role) AND (:after::timestamptz IS NULL OR (created_at, id) < (:after, :id::uuid))
ORDER BY created_at DESC, id DESC LIMIT :limit::int;`,
  (name) => `-- name: ${name} :one
WITH own AS (SELECT user_id, count(*) AS sessions FROM identity.sessions WHERE user_id = :id AND revoked_at IS NULL GROUP BY user_id)
SELECT users.id, own.sessions FROM identity.users JOIN own ON own.user_id = users.id WHERE users.id = :id;`,
  (name) => `-- name: ${name} :exec
UPDATE identity.users SET name = :name, version = version + 1 WHERE id = :id AND version = :version;`,
];

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const directory = mkdtempSync(join(tmpdir(), "sql-compile-"));
try {
  mkdirSync(join(directory, "identity"));
  for (let file = 0; file < statements / perFile; file++) {
    const source = Array.from({ length: perFile }, (_, index) => kinds[index % kinds.length]?.(`statement${index}`));
    writeFileSync(join(directory, "identity", `file-${file}.sql`), `${source.join("\n\n")}\n`);
  }
  await withScratchDatabase(async ({ url }) => {
    const times: number[] = [];
    for (let time = 0; time < runs; time++) {
      const start = performance.now();
      const allIsWell = await run({ directory, databaseUrl: url, check: false, print });
      if (!allIsWell) throw new Error("The statements of this benchmark don't compile.");
      times.push(Math.round(performance.now() - start));
    }
    print(`${statements} statements in ${times[0]} ms the first time, then ${times.slice(1).join(", ")} ms.`);
    if ((times[0] ?? 0) >= 1000) {
      print("Expected less than 1,000 ms.");
      process.exitCode = 1;
    }
  }, print);
} finally {
  rmSync(directory, { recursive: true });
}
