import { DataSourceMisuse } from "./errors.ts";
import { effectsOf } from "./statement-effects.ts";
import type { Statement } from "./statement.ts";

/** Through a pooler in transaction mode the server's session is lent to others between two transactions. @throws DataSourceMisuse */
export function refuseToChangeSession(statement: Statement): void {
  if (!effectsOf(statement).changesSession) return;
  throw new DataSourceMisuse(
    `${statement.name} would leave something behind in a session that a pooler lends to others (pgbouncer=true in the ` +
      "database URL): use SET LOCAL, pg_advisory_xact_lock and the like, or a DataSource that goes to the server itself.",
    { statement: statement.name },
  );
}

/** What to add to the reason why a server did not let us in. */
export function hintAtPooler(reason: string): string {
  return /unsupported startup parameter/.test(reason)
    ? `${reason} (if this is PgBouncer or the like, say pgbouncer=true in the database URL)`
    : reason;
}
