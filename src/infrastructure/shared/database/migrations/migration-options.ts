import { join } from "node:path";
import type { Password } from "#infrastructure/shared/database/password.ts";
import { contexts } from "#migrations/order.ts";

export interface MigrateOptions {
  /** A plain connection to the database, not one through a pooler. */
  readonly url: string;
  /** Instead of the URL's. */
  readonly password?: Password | undefined;
  /** The folder that holds one folder per context. Default: `migrations` of this project. */
  readonly directory?: string;
  /** The contexts, in the order in which they are migrated. Default: `migrations/order.ts`. */
  readonly order?: readonly string[];
  /** Called with a line of text for each file that is run, and while another instance is migrating. */
  readonly onProgress?: (line: string) => void;
  /** Called with a line of text for what is odd but stops nothing. Default: `onProgress`. */
  readonly onWarning?: (line: string) => void;
  /** How long one statement waits for a lock on a table, in milliseconds. Default: 10 seconds. */
  readonly lockTimeout?: number;
  /** How long to wait for another instance that is migrating, in milliseconds. Default: 2 minutes. */
  readonly waitTimeout?: number;
  /**
   * What to do where the database has migrations that are newer than the files and nothing is pending: `refuse`, or
   * `continue` with a warning, as an instance of the old version must during a rolling deployment. Default: `refuse`.
   */
  readonly whenNewer?: "refuse" | "continue";
}

export type MigrationSettings = Required<Omit<MigrateOptions, "password">> & Pick<MigrateOptions, "password">;

/** The migrations of this project. */
export const migrationsDirectory = join(import.meta.dirname, "../../../../../migrations");

export function withDefaults(options: MigrateOptions): MigrationSettings {
  const { onProgress = () => {}, onWarning = onProgress } = options;
  return {
    directory: migrationsDirectory,
    order: contexts,
    lockTimeout: 10_000,
    waitTimeout: 120_000,
    whenNewer: "refuse",
    ...options,
    onProgress,
    onWarning,
  };
}
