import { test } from "vitest";
import { startConfiguredServer } from "#test/support/configured-server.ts";
import { makeRunDirectory } from "#test/support/run-directory.ts";
import { makeServiceDirectory, postgresOf, startService } from "#test/support/service-process.ts";
import { readPostmaster } from "#infrastructure/shared/database/embedded/embedded-postmaster.ts";

test("never ends, with a service and a server of its own", { timeout: 150_000 }, async () => {
  const own = await makeRunDirectory();
  const { cluster } = await startConfiguredServer(own.path, "own");
  const directory = await makeServiceDirectory();
  const service = startService(directory);
  await service.ready();
  const processes = [process.pid, service.process.pid, postgresOf(directory), readPostmaster(cluster)?.pid];
  console.log(`serving in ${directory} and ${own.path} by ${processes.join(" ")};`);
  await new Promise(() => {});
});
