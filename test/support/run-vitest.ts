import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const project = join(import.meta.dirname, "../..");

export interface VitestRun {
  readonly process: ChildProcess;
  readonly finished: Promise<{ readonly code: number | null; readonly output: string; readonly lastLine: string }>;
}

/** Runs vitest as a process of its own, to test what a run says and leaves behind. */
export function runVitest(args: readonly string[], environment: NodeJS.ProcessEnv = {}): VitestRun {
  const { VITEST: _, ...inherited } = process.env;
  const child = spawn(process.execPath, [join(project, "node_modules/vitest/vitest.mjs"), "run", ...args], {
    cwd: project,
    env: { ...inherited, NO_COLOR: "1", FORCE_COLOR: undefined, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { process: child, finished: read(child) };
}

async function read(child: ChildProcess): Promise<Awaited<VitestRun["finished"]>> {
  if (!child.stdout || !child.stderr) throw new Error("vitest was started without pipes");
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  const lastLine = output.trimEnd().split("\n").at(-1) ?? "";
  return { code: child.exitCode, output: output + errors, lastLine };
}
