import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

/** A command of a transcript and what it prints. */
export interface Step {
  readonly command: string;
  readonly output: string;
}

/**
 * The steps in the ```console blocks of a Markdown text: a line that begins with `$ ` is a command, the lines behind it
 * are its output. Blank lines and line breaks in the output don't count, so that long answers can be broken anywhere.
 */
export function readTranscript(markdown: string): Step[] {
  const blocks = [...markdown.matchAll(/^```console\n(.*?)^```$/gms)].map(([, block = ""]) => block);
  return blocks
    .flatMap((block) => block.split(/^\$ /m).slice(1))
    .map((step) => {
      const [command = "", ...output] = step.split("\n");
      return { command, output: joined(output) };
    });
}

/**
 * Runs the commands one after the other in one shell.
 *
 * @returns the same commands with what they printed
 * @throws Error when the shell doesn't get to the end
 */
export async function runTranscript(commands: readonly string[], directory: string): Promise<Step[]> {
  const shell = spawn("sh", ["-s"], { cwd: directory, stdio: ["pipe", "pipe", "pipe"] });
  shell.stdin.end(commands.map((command) => `${command}\nprintf '\\036'\n`).join(""));
  const [printed, errors] = await Promise.all([text(shell.stdout), text(shell.stderr)]);
  const outputs = printed.split("\x1e");
  if (outputs.length !== commands.length + 1 || errors !== "")
    throw new Error(`Expected ${commands.length} commands to run, but only ${outputs.length - 1} did: ${errors}`);
  return commands.map((command, index) => ({ command, output: joined((outputs[index] ?? "").split("\n")) }));
}

/** Whether `output` is what the transcript promises, in which `…` stands for any text. */
export function fits(output: string, promised: string): boolean {
  const parts = promised.split("…").map((part) => RegExp.escape(part));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(output);
}

function joined(lines: readonly string[]): string {
  return lines.map((line) => line.trim()).join("");
}
