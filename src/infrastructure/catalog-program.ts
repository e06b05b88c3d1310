import { existsSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { catalog, catalogModule, runCatalogCommand } from "./catalog/module.ts";
import { connectDatabase } from "./connect-database.ts";
import { loadConfiguration } from "./shared/config/configuration.ts";
import { Container } from "./shared/container.ts";
import { openOwnDatabase } from "./shared/database/embedded/open-own-database.ts";
import { passwordFromFile } from "./shared/database/password.ts";
import { registerShared } from "./shared/module.ts";
import { createLogger } from "./shared/observability/logger.ts";

// `npm run catalog`: what the catalog can do from a command line, on the service's database.
const variables = join(import.meta.dirname, "../../.env");
if (existsSync(variables)) process.loadEnvFile(variables);

await using resources = new AsyncDisposableStack();
const interrupt = (): void => {
  process.stderr.write("\nInterrupted. Run it again: an import keeps what it has stored, an export begins anew.\n");
  // 130: ended by Ctrl-C.
  void resources.disposeAsync().finally(() => process.exit(130));
};
process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
process.exitCode = await runCatalogCommand(process.argv.slice(2), {
  open: openCatalog,
  out: (text) => void process.stdout.write(`${text}\n`),
  send: (chunks) => pipeline(chunks, process.stdout, { end: false }),
  err: (text) => void process.stderr.write(text),
  watched: process.stderr.isTTY,
});

async function openCatalog() {
  const configuration = loadConfiguration();
  const { url, passwordFile } = configuration.database;
  const logger = createLogger({ ...configuration, log: { ...configuration.log, level: "warn" } }, process.stderr);
  const dataSource = connectDatabase({
    url: url?.reveal() ?? (await ownDatabase(configuration.dataDirectory)),
    password: passwordFile === undefined ? undefined : passwordFromFile(passwordFile),
    configuration,
    logger,
  });
  resources.defer(() => dataSource.close());
  const container = new Container();
  registerShared(container, { configuration, logger, dataSource });
  catalogModule.register(container);
  return container.resolve(catalog.useCases);
}

async function ownDatabase(directory: string): Promise<string> {
  const { url, stop } = await openOwnDatabase(directory, (line) => void process.stderr.write(`${line}\n`));
  resources.defer(stop);
  return url;
}
