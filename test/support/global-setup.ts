import type { TestProject } from "vitest/node";
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
  const { url, description, close } = await chooseServer({ onProgress: (line) => console.log(line) });
  refuseUnlessTest(databaseOf(url));
  refuseLongName(databaseOf(url));
  const admin = await connectPlainly(url, "plinth tests");
  const { rows } = await admin.query<{ server_version: string }>("SHOW server_version");
  console.log(`Tests run on PostgreSQL ${rows[0]?.server_version}, ${description}.`);
  const run = await startRun(admin);
  project.provide("adminUrl", url);
  project.provide("databasePrefix", run.prefix);
  project.provide("template", await buildTemplate(admin, url));
  // In watch mode a migration may have changed. While it is wrong, the tests must not run on what was right before.
  project.onTestsRerun(async () => {
    const template = await buildTemplate(admin, url).catch((error: unknown) => {
      console.error(String(error));
      return `${databaseOf(url)}_template_not_built`;
    });
    project.provide("template", template);
  });
  return async () => {
    const kept = await run.end({ keepFailed: !process.env["CI"] });
    if (kept > 0) console.log(`Kept for a look: ${kept} database(s) of failed tests, until the next run of the tests.`);
    await admin.end();
    await close({ keep: kept > 0 });
  };
}
