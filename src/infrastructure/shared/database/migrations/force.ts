import { versionBefore } from "./dirty-database.ts";
import { readMigrations, versionOf } from "./migration-files.ts";
import { HistoryMismatch, historySchema, readHistory } from "./migration-history.ts";
import { takeTurn } from "./migration-lock.ts";
import { type MigrateOptions, withDefaults } from "./migration-options.ts";
import { withSession } from "./migration-session.ts";

export interface ForceOptions {
  /** `context/NNNN`: the dirty version, or the one before it in its context. */
  readonly version: string;
}

/**
 * Ends a dirty state, after somebody has mended the database by hand: with the version that is dirty the migration
 * counts as applied, with the one before it as not applied. Runs nothing of the file.
 *
 * @returns the migration, as `context/NNNN_name`, and whether it counts as applied now
 * @throws HistoryMismatch when nothing is dirty or the version is neither; nothing is changed then
 */
export async function force(
  options: MigrateOptions & ForceOptions,
): Promise<{ readonly name: string; readonly applied: boolean }> {
  const settings = withDefaults(options);
  const migrations = await readMigrations(settings.directory, settings.order);
  return withSession(settings, async (client) => {
    await takeTurn(client, settings.waitTimeout, settings.onProgress);
    const history = await readHistory(client, settings.order);
    const { dirty } = history;
    if (dirty === undefined)
      throw new HistoryMismatch(["nothing is dirty, so there is nothing to force: see `status`"]);
    const { context, id } = dirty;
    const before = versionBefore(dirty, history);
    if (options.version !== versionOf(dirty) && options.version !== before) {
      throw new HistoryMismatch([
        `${context}/${id} is dirty, so the version must be ${versionOf(dirty)} when it counts as applied from now on, ` +
          `or ${before} when it does not; "${options.version}" came`,
      ]);
    }
    const applied = options.version === versionOf(dirty);
    const checksum = migrations.get(context)?.find((migration) => migration.id === id)?.checksum;
    const table = `${historySchema}.${client.escapeIdentifier(context)}`;
    await client.query("BEGIN");
    await client.query(`DELETE FROM ${historySchema}._dirty`);
    if (!applied) {
      await client.query(`DELETE FROM ${table} WHERE name = $1`, [id]);
      await client.query(`DELETE FROM ${historySchema}._files WHERE context = $1 AND id = $2`, [context, id]);
    } else if (!history.applied.some((done) => done.context === context && done.id === id)) {
      await client.query(`INSERT INTO ${table} (name, run_on) VALUES ($1, now())`, [id]);
      await client.query(
        `INSERT INTO ${historySchema}._files (context, id, checksum) SELECT $1, $2, $3::text WHERE $3 IS NOT NULL`,
        [context, id, checksum],
      );
    }
    await client.query("COMMIT");
    return { name: `${context}/${id}`, applied };
  });
}
