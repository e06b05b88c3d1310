import { execFile } from "node:child_process";
import { delimiter, dirname } from "node:path";

interface Run {
  readonly code: number;
  readonly output: string;
}

/** Runs an installed tool in the folder `root`. */
export function runTool(root: string, tool: string, ...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    const env = { ...process.env, PATH: dirname(process.execPath) + delimiter + process.env["PATH"] };
    execFile(`node_modules/.bin/${tool}`, args, { cwd: root, env }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr });
    });
  });
}
