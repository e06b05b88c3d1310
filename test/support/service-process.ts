import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { variableSchemas } from "#infrastructure/shared/config/variables.ts";
import { stopAbandonedServer } from "#infrastructure/shared/database/embedded/embedded-server.ts";
import { eventually } from "./eventually.ts";

/** Milliseconds for what the service is waited for: below the limit of a test, so that the test says what was missing. */
const deadline = 100_000;
const main = join(import.meta.dirname, "../../src/main.ts");
const endWithParent = join(import.meta.dirname, "end-with-parent.ts");

/** Empty counts as not set, and keeps Node from taking the variable from the `.env` of whoever runs the tests. */
const unset = Object.fromEntries(Object.keys(variableSchemas).map((name) => [name, ""]));

export interface ServiceProcess {
  readonly process: ChildProcess;
  /** All that it has written. */
  output(): string;
  /** Waits until it has written something that fits. @returns the match */
  wrote(pattern: RegExp): Promise<RegExpExecArray>;
  /** Waits until it answers its first request. */
  ready(): Promise<{ readonly url: string }>;
  /** Waits until it has ended. @returns its exit code, or the signal that ended it */
  ended(): Promise<number | string>;
}

/** A directory to start services in. When the test has ended it is removed, with the database that runs there. */
export async function makeServiceDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "plinth-service-"));
  onTestFinished(async () => {
    // Until the connection of a killed service is gone, it has the server.
    await eventually(() => stopAbandonedServer(join(directory, ".data/postgres")).then(() => true));
    rmSync(directory, { recursive: true, force: true });
  });
  return directory;
}

/** Runs `src/main.ts` as `npm start` does, on a free port unless `PORT` is given and without sample data unless `SEED` is; killed when the test has ended. */
export function startService(directory: string, environment: NodeJS.ProcessEnv = {}): ServiceProcess {
  const child = spawn(process.execPath, ["--import", endWithParent, main], {
    cwd: directory,
    env: {
      ...unset,
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      PORT: "0",
      SEED: "false",
      DATA_DIRECTORY: join(directory, ".data"),
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let written = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (written += text));
  const closed = once(child, "close").then(([code, signal]) => (code ?? signal) as number | string);
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await closed;
  });

  const wrote = (pattern: RegExp) =>
    eventually(
      () => {
        const match = pattern.exec(written);
        if (match === null) throw new Error(`The service hasn't written ${pattern}, but:\n${written}`);
        return match;
      },
      { deadline },
    );
  const ready = async () => {
    const early = closed.then((end) => {
      throw new Error(`The service should have become ready, but ended with ${end}:\n${written}`);
    });
    const [, url = ""] = await Promise.race([wrote(/Try (http:\S+)\/docs/), early]);
    await eventually(async () => {
      const response = await fetch(`${url}/health/ready`);
      if (!response.ok) throw new Error(`The service isn't ready: ${response.status} ${await response.text()}`);
    });
    return { url };
  };
  const ended = async () => {
    const late = pause(deadline, undefined, { ref: false }).then(() => {
      throw new Error(`The service should have ended within ${deadline} ms, but goes on:\n${written}`);
    });
    return Promise.race([closed, late]);
  };
  return { process: child, output: () => written, wrote, ready, ended };
}

/** The main process of the PostgreSQL that a service has started in its directory. */
export function postgresOf(directory: string): number {
  return Number(readFileSync(join(directory, ".data/postgres/postmaster.pid"), "utf8").split("\n")[0]);
}

/** A process that has ended but was not collected by its parent counts as ended. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== "linux" || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
