import type { TestProject } from "vitest/node";
import { ensureDatabase } from "#infrastructure/shared/database/ensure-database.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { chooseServer } from "./server/choose-server.ts";
import { buildTemplate } from "./template.ts";
import { databaseOf, refuseLongName, refuseUnlessTest } from "./test-database.ts";
import { startRun } from "./test-run.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A database of the test server to connect to when others are created and dropped. */
    adminUrl: string;
    /** The database that each test's own is copied from. */
    template: string;
    /** What the names of this run's databases begin with. */
    databasePrefix: string;
  }
}

/** Chooses the server of this run and builds the template. Without a server the run fails. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Ends what was begun when a later step fails.
  await using begun = new AsyncDisposableStack();
  const { url, description, close } = await chooseServer({ onProgress: (line) => console.log(line) });
  begun.defer(() => close({ keep: false }));
  refuseUnlessTest(databaseOf(url));
  refuseLongName(databaseOf(url));
  await ensureDatabase(url);
  const admin = await connectPlainly(url, "plinth tests");
  begun.defer(() => admin.end());
  const { rows } = await admin.query<{ server_version: string }>("SHOW server_version");
  console.log(`Tests run on PostgreSQL ${rows[0]?.server_version}, ${description}.`);
  const run = await startRun(admin);
  project.provide("adminUrl", url);
  project.provide("databasePrefix", run.prefix);
  // While it is watched, a migration may be wrong for a time. The tests must not run on what was right before.
  const rebuild = () =>
    buildTemplate(admin, url).catch((error: unknown) => {
      console.error(String(error));
      return `${databaseOf(url)}_template_not_built`;
    });
  project.provide("template", await (project.vitest.config.watch ? rebuild() : buildTemplate(admin, url)));
  project.onTestsRerun(async () => project.provide("template", await rebuild()));
  begun.move();
  return async () => {
    const kept = await run.end({ keepFailed: !process.env["CI"] });
    if (kept > 0) console.log(`Kept for a look: ${kept} database(s) of failed tests, until the next run of the tests.`);
    await admin.end();
    await close({ keep: kept > 0 });
  };
}
