import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";

/** A process of the benchmark that answers one message at a time. */
export class Child {
  readonly #process: ChildProcess;
  readonly #what: string;

  /** @param file a file of this folder */
  constructor(what: string, file: string, parameters: readonly string[]) {
    this.#what = what;
    this.#process = fork(join(import.meta.dirname, file), parameters, { execArgv: [] });
  }

  /** Sends `message`, if any, and waits for the next answer. @throws Error with what went wrong there */
  async ask<Answer>(message?: object): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const onMessage = (answer: { result?: Answer; error?: string }): void => {
      if (answer.error === undefined) resolve(answer.result as Answer);
      else reject(new Error(`${this.#what} failed: ${answer.error}`));
    };
    const onExit = (code: number | null, signal: string | null): void =>
      reject(new Error(`The process of ${this.#what} ended early, with ${signal ?? `exit code ${code}`}.`));
    this.#process.once("message", onMessage).once("exit", onExit);
    if (message !== undefined) this.#process.send(message);
    try {
      return await promise;
    } finally {
      this.#process.off("message", onMessage).off("exit", onExit);
    }
  }

  end(): void {
    this.#process.kill("SIGKILL");
  }
}
