import type { TestProject } from "vitest/node";
import { ensureDatabase } from "#infrastructure/shared/database/ensure-database.ts";
import { startEmbeddedServer } from "#infrastructure/shared/database/embedded/embedded-server.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { makeRunDirectory, sweepRunDirectories } from "./run-directory.ts";
import { buildTemplate } from "./template.ts";
import { countTestDatabases, databaseOf, refuseUnlessTest } from "./test-database.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A database of the test server to connect to when others are created and dropped. */
    adminUrl: string;
    /** The database that each test's own is copied from. */
    template: string;
  }
}

/** Chooses the server of this run and builds the template. Without a server the run fails. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, description, close } = await chooseServer(process.env["TEST_DATABASE_URL"]);
  refuseUnlessTest(databaseOf(url));
  const admin = await connectPlainly(url, "plinth tests");
  const { rows } = await admin.query<{ server_version: string }>("SHOW server_version");
  console.log(`Tests run on PostgreSQL ${rows[0]?.server_version}, ${description}.`);
  project.provide("adminUrl", url);
  project.provide("template", await buildTemplate(admin, url));
  return async () => {
    const kept = await countTestDatabases(admin);
    await admin.end();
    await close(kept);
  };
}

interface ChosenServer {
  readonly url: string;
  readonly description: string;
  close(keptDatabases: number): Promise<void>;
}

async function chooseServer(given: string | undefined): Promise<ChosenServer> {
  if (!given) return startOwnServer();
  return { url: given, description: "the server of TEST_DATABASE_URL", close: async () => {} };
}

async function startOwnServer(): Promise<ChosenServer> {
  await sweepRunDirectories();
  const directory = await makeRunDirectory();
  const server = await startEmbeddedServer({ directory: directory.path, durable: false });
  const url = server.url("plinth_test");
  await ensureDatabase(url);
  return {
    url,
    description: `embedded in ${directory.path}, durability off`,
    async close(keptDatabases) {
      if (keptDatabases > 0 && !process.env["CI"]) {
        console.log(`Kept for a look: ${keptDatabases} database(s) of failed tests, until the next run of the tests.`);
        return server.leaveRunning();
      }
      await server.stop();
      directory.remove();
    },
  };
}
