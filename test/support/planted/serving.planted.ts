import { test } from "vitest";
import { makeServiceDirectory, postgresOf, startService } from "#test/support/service-process.ts";

test("never ends, with a service", { timeout: 60_000 }, async () => {
  const directory = await makeServiceDirectory();
  const service = startService(directory);
  await service.ready();
  const processes = [process.pid, service.process.pid, postgresOf(directory)];
  console.log(`serving in ${directory} by ${processes.join(" ")};`);
  await new Promise(() => {});
});
