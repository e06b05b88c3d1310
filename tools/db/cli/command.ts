import type { Project } from "./project.ts";
import type { TargetDatabase } from "./target-database.ts";
import type { Terminal } from "./terminal.ts";

/** One command of `npm run db --`: what help says of it, and what it does. */
export interface Command {
  readonly name: string;
  /** What may follow the name, as help writes it: `[N]`, `<context> <name>`. */
  readonly usage: string;
  /** The fewest and the most arguments. */
  readonly arity: readonly [number, number];
  /** One line. */
  readonly summary: string;
  /** What else there is to say, for its own help. */
  readonly details?: string;
  /** Besides those that every command has. */
  readonly options?: Readonly<Record<string, Option>>;
  /** It can take something away: asks on a terminal, and needs --yes elsewhere. */
  readonly destructive?: true;
  readonly run: (call: Call) => Promise<Outcome>;
}

export interface Option {
  readonly type: "boolean" | "string";
  /** For a string: how help names its value. */
  readonly value?: string;
  readonly summary: string;
}

/** What a command was called with, and what it works on. */
export interface Call {
  readonly command: Command;
  readonly arguments: readonly string[];
  readonly flag: (name: string) => boolean;
  readonly text: (name: string) => string | undefined;
  readonly project: () => Promise<Project>;
  readonly target: () => Promise<TargetDatabase>;
  readonly terminal: Terminal;
  /** Tells how it goes, on stderr. */
  readonly progress: (line: string) => void;
}

export interface Outcome {
  /** false: exit code 1. */
  readonly ok: boolean;
  /** For people, on stdout. */
  readonly text: string;
  /** For `--json`, with `ok` added. */
  readonly json: Readonly<Record<string, unknown>>;
}
