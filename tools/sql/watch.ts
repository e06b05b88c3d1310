import { setTimeout as pause } from "node:timers/promises";
import { openDescriber } from "./describer.ts";
import type { Describer } from "./describer.ts";
import { run } from "./run.ts";
import { recompile } from "./watch-file.ts";
import { watchFolders } from "./watch-folders.ts";

export interface WatchOptions {
  /** The folder with one folder of `.sql` files per context. */
  readonly directory: string;
  readonly migrationsDirectory: string;
  /** A migrated database. */
  readonly databaseUrl: string;
  /** Makes the database anew after a change of the migrations. */
  readonly renew: () => Promise<void>;
  readonly print: (line: string) => void;
  /** Ends the watch. */
  readonly signal: AbortSignal;
}

/** An editor writes a file in several steps: what comes within this time, in milliseconds, is one change. */
const settlingTime = 20;

/**
 * Compiles all files, then each changed file by itself, and all of them again after a change of the migrations. Faults
 * are printed and waited for to be mended. Settles when the signal ends it.
 */
export async function watch(options: WatchOptions): Promise<void> {
  const { directory, migrationsDirectory, databaseUrl, print, signal } = options;
  const changes = new Changes();
  signal.addEventListener("abort", () => changes.add("end", ""));
  const watchers = [
    watchFolders(directory, (path) => changes.add("statements", path)),
    watchFolders(migrationsDirectory, (path) => changes.add("migrations", path)),
  ];
  let describer: Describer | undefined;
  let isMigrated = true;

  const compileAll = async (): Promise<void> => {
    await run({ directory, databaseUrl, check: false, print });
    describer = await openDescriber(databaseUrl);
  };
  const forget = async (): Promise<void> => {
    const old = describer;
    describer = undefined;
    await old?.close();
  };
  const renew = async (): Promise<void> => {
    print("The migrations have changed.");
    isMigrated = false;
    await forget();
    await options.renew();
    isMigrated = true;
    await compileAll();
  };
  const compile = async (paths: readonly string[]): Promise<void> => {
    if (!isMigrated) return print("The database is not migrated: mend the migration first.");
    describer ??= await openDescriber(databaseUrl);
    for (const path of paths) await recompile(directory, path, describer, print);
  };
  const survive = (work: Promise<void>): Promise<void> =>
    work.catch(async (error: unknown) => {
      print(error instanceof Error ? error.message : String(error));
      await forget().catch(() => {});
    });

  try {
    changes.forget();
    await survive(compileAll());
    print("Watching. Ctrl-C ends it.");
    while (!signal.aborted) {
      const { migrations, statements } = await changes.next();
      if (migrations.length > 0) await survive(renew());
      else if (statements.length > 0) await survive(compile(statements));
    }
  } finally {
    for (const close of watchers) close();
    await forget();
  }
}

type Kind = "statements" | "migrations" | "end";

/** The paths that have changed and were not yet looked at. */
class Changes {
  readonly #paths = { statements: new Set<string>(), migrations: new Set<string>() };
  #arrival = Promise.withResolvers<void>();

  add(kind: Kind, path: string): void {
    if (kind === "statements" && !path.endsWith(".sql")) return;
    if (kind === "migrations" && !/\.(?:sql|ts)$/.test(path)) return;
    if (kind !== "end") this.#paths[kind].add(path);
    this.#arrival.resolve();
  }

  /** What the beginning of the watch reports isn't news. */
  forget(): void {
    this.#paths.statements.clear();
    this.#paths.migrations.clear();
  }

  async next(): Promise<{ readonly statements: readonly string[]; readonly migrations: readonly string[] }> {
    await this.#arrival.promise;
    await pause(settlingTime);
    this.#arrival = Promise.withResolvers();
    const next = { statements: [...this.#paths.statements], migrations: [...this.#paths.migrations] };
    this.#paths.statements.clear();
    this.#paths.migrations.clear();
    return next;
  }
}
