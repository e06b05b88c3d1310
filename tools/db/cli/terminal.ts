import { createInterface } from "node:readline/promises";

/** Where a command reads and writes. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** There is somebody to ask. */
  readonly interactive: boolean;
  /** The answer of a line; empty when there is none, as after Ctrl-C or Ctrl-D. */
  readonly ask: (question: string) => Promise<string>;
}

/** That of this process. It asks on stderr: stdout belongs to the answer. */
export function processTerminal(): Terminal {
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    interactive: process.stdin.isTTY && process.stderr.isTTY,
    async ask(question) {
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      const ended = Promise.withResolvers<string>();
      lines.once("close", () => ended.resolve(""));
      try {
        return (await Promise.race([lines.question(question), ended.promise])).trim();
      } finally {
        lines.close();
      }
    },
  };
}
