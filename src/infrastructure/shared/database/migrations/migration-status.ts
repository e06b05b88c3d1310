import { describeDirt } from "./dirty-database.ts";
import { type ContextGrants, readGrants } from "./granted-rights.ts";
import { type InvalidIndex, readInvalidIndexes } from "./invalid-indexes.ts";
import { type Migration, readMigrations } from "./migration-files.ts";
import { type AppliedMigration, type DirtyMark, type History, isEdited, readHistory } from "./migration-history.ts";
import { type MigrateOptions, withDefaults } from "./migration-options.ts";
import { withSession } from "./migration-session.ts";

/** `missing`: applied, but has no file. `edited`: applied, but its up file was another one then. */
export type MigrationStateName = "applied" | "pending" | "missing" | "edited" | "dirty";

export interface MigrationStatus {
  /** `NNNN_name`. */
  readonly id: string;
  readonly state: MigrationStateName;
  /** Undefined: not applied. */
  readonly appliedAt: Date | undefined;
}

export interface ContextStatus {
  readonly context: string;
  /** `NNNN` of the highest applied migration; `0000` where there is none. */
  readonly version: string;
  /** In the order of their numbers. */
  readonly migrations: readonly MigrationStatus[];
}

export interface DatabaseStatus {
  /** In the order of `migrations/order.ts`, then those of which only the database knows. */
  readonly contexts: readonly ContextStatus[];
  /** The migration that was left half-done, with all that is needed to go on; also one that another instance runs now. */
  readonly dirty: (DirtyMark & { readonly description: string }) | undefined;
  readonly invalidIndexes: readonly InvalidIndex[];
  /** How each `grants.sql` of a context without pending migrations stands to the rights in the database. */
  readonly grants: readonly Pick<ContextGrants, "context" | "path" | "state">[];
}

/**
 * How the database stands to the files. Writes nothing and waits for nobody.
 *
 * @throws InvalidMigrations; Error when the database can't be reached
 */
export async function status(options: MigrateOptions): Promise<DatabaseStatus> {
  const settings = withDefaults(options);
  const migrations = await readMigrations(settings.directory, settings.order);
  return withSession(settings, async (client) => {
    const history = await readHistory(client, settings.order);
    const contexts = new Set([...settings.order, ...history.applied.map(({ context }) => context)]);
    const { dirty } = history;
    return {
      contexts: [...contexts].map((context) => statusOf(context, migrations.get(context) ?? [], history)),
      dirty: dirty && { ...dirty, description: await describeDirt(client, dirty, history) },
      invalidIndexes: await readInvalidIndexes(client),
      grants: (await readGrants(client, settings, migrations, history)).map(({ context, path, state }) => ({
        context,
        path,
        state,
      })),
    };
  });
}

function statusOf(context: string, files: readonly Migration[], { applied, dirty }: History): ContextStatus {
  const done = new Map(applied.filter((each) => each.context === context).map((each) => [each.id, each]));
  const known = new Map(files.map((file) => [file.id, file]));
  const ids = [...new Set([...known.keys(), ...done.keys()])].toSorted();
  const isDirty = (id: string) => dirty?.context === context && dirty.id === id;
  return {
    context,
    version: [...done.keys()].toSorted().at(-1)?.slice(0, 4) ?? "0000",
    migrations: ids.map((id) => ({
      id,
      state: isDirty(id) ? "dirty" : stateOf(known.get(id), done.get(id)),
      appliedAt: done.get(id)?.appliedAt,
    })),
  };
}

function stateOf(file: Migration | undefined, applied: AppliedMigration | undefined): MigrationStateName {
  if (file === undefined) return "missing";
  if (applied === undefined) return "pending";
  return isEdited(file, applied) ? "edited" : "applied";
}
