import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { eventually } from "./eventually.ts";

const project = join(import.meta.dirname, "../..");
const vitest = join(project, "node_modules/vitest/vitest.mjs");
const endWithParent = join(import.meta.dirname, "end-with-parent.ts");

export interface VitestRun {
  readonly process: ChildProcess;
  /** Waits until it has written something that fits. @returns the match */
  wrote(pattern: RegExp): Promise<RegExpExecArray>;
  readonly finished: Promise<{ readonly code: number | null; readonly output: string; readonly lastLine: string }>;
}

/**
 * Runs vitest as a process of its own, to test what a run says and leaves behind. Which server it takes is decided by
 * `environment` alone.
 *
 * @param options.directory where it is called: this project, unless it is a copy
 * @param options.watch whether it goes on after the first time, until a signal
 */
export function runVitest(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  { directory = project, watch = false }: { directory?: string; watch?: boolean } = {},
): VitestRun {
  const { VITEST: _, TEST_DATABASE_URL: __, PLINTH_TEST_DATABASE: ___, ...inherited } = process.env;
  const child = spawn(process.execPath, ["--import", endWithParent, vitest, watch ? "watch" : "run", ...args], {
    cwd: directory,
    env: { ...inherited, NO_COLOR: "1", FORCE_COLOR: undefined, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const finished = once(child, "close").then(() => {
    const lastLine = output.trimEnd().split("\n").at(-1) ?? "";
    return { code: child.exitCode, output: output + errors, lastLine };
  });
  const wrote = (pattern: RegExp) =>
    eventually(
      () => {
        const match = pattern.exec(output);
        if (match === null) throw new Error(`vitest hasn't written ${pattern}, but:\n${output}${errors}`);
        return match;
      },
      { deadline: 150_000 },
    );
  return { process: child, wrote, finished };
}
