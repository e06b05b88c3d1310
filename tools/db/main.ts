import { existsSync } from "node:fs";
import { join } from "node:path";
import { processTerminal } from "./cli/terminal.ts";

const projectDirectory = join(import.meta.dirname, "../..");
const variables = join(projectDirectory, ".env");
// Before the rest is loaded, as the service does.
if (existsSync(variables)) process.loadEnvFile(variables);
const { runCommandLine } = await import("./cli/run-command-line.ts");
const { commands } = await import("./commands.ts");

process.exitCode = await runCommandLine(commands, process.argv.slice(2), {
  environment: process.env,
  terminal: processTerminal(),
  migrationsDirectory: join(projectDirectory, "migrations"),
  onOpen: (target) => {
    const interrupt = (): void => {
      const closed = target.then((opened) => opened.close());
      // 130: ended by Ctrl-C.
      void closed.catch(() => {}).finally(() => process.exit(130));
    };
    process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  },
});
