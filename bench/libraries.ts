import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Library, OpenLibrary } from "./library.ts";

interface Entry {
  readonly title: string;
  readonly file: string;
}

/** In the order of the report. Those of peers/ need `npm ci --prefix bench/peers`. */
export const libraries = {
  plinth: { title: "Plinth", file: "libraries/plinth.ts" },
  "postgres-pipelined": { title: "postgres.js, pipelined by hand", file: "libraries/postgres-pipelined.ts" },
  postgres: { title: "postgres.js", file: "libraries/postgres.ts" },
  pg: { title: "node-postgres", file: "libraries/pg.ts" },
  kysely: { title: "Kysely", file: "peers/kysely.ts" },
  drizzle: { title: "Drizzle", file: "peers/drizzle.ts" },
  prisma: { title: "Prisma", file: "peers/prisma.ts" },
  typeorm: { title: "TypeORM", file: "peers/typeorm.ts" },
  "mikro-orm": { title: "MikroORM", file: "peers/mikro-orm.ts" },
  sequelize: { title: "Sequelize", file: "peers/sequelize.ts" },
} as const satisfies Record<string, Entry>;

export type LibraryName = keyof typeof libraries;
export const libraryNames = Object.keys(libraries) as readonly LibraryName[];

export async function openLibrary(name: LibraryName, url: string, poolSize: number): Promise<Library> {
  const path = join(import.meta.dirname, libraries[name].file);
  const { open } = (await import(path)) as { readonly open: OpenLibrary };
  return open(url, poolSize);
}

/** Makes ready what the chosen ones need. @throws Error that says what to do when their packages aren't installed */
export function prepare(names: readonly LibraryName[]): void {
  const peers = names.filter((name) => libraries[name].file.startsWith("peers/"));
  if (peers.length > 0 && !existsSync(join(peersDirectory, "node_modules/.package-lock.json"))) {
    throw new Error(
      `The packages of ${peers.join(", ")} aren't installed: run npm ci --prefix bench/peers, or choose others with --only.`,
    );
  }
  if (peers.includes("prisma")) generatePrismaClient();
}

const peersDirectory = join(import.meta.dirname, "peers");

function generatePrismaClient(): void {
  // Its command looks for an engine that generating doesn't need, and would download it.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: "1" };
  const command = join(peersDirectory, "node_modules/prisma/build/index.js");
  const parameters = [command, "generate", "--schema", "prisma/schema.prisma"];
  execFileSync(process.execPath, parameters, { cwd: peersDirectory, env, stdio: "pipe" });
}
