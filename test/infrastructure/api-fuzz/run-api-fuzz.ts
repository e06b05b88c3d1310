import { createHash } from "node:crypto";
import fc from "fast-check";
import type { Mail } from "#infrastructure/shared/mail/mailer.ts";
import { HttpClient } from "#test/support/http-client.ts";
import { faultsOf } from "./check-answer.ts";
import { type Operation, operationsOf, type Schema } from "./document.ts";
import { FuzzReport } from "./fuzz-report.ts";
import { invalidRequest } from "./invalid-request.ts";
import { learn } from "./learn.ts";
import { Memory } from "./memory.ts";
import type { People, Person } from "./people.ts";
import { type Attempt, type Draft, toWire } from "./request.ts";
import { Sender } from "./send.ts";
import { validRequest } from "./valid-request.ts";

/** The service, and what of it is seen beside its answers. */
export interface FuzzTarget {
  readonly url: string;
  readonly people: People;
  readonly mails: readonly Mail[];
  /** The lines of its log. */
  readonly logs: readonly Readonly<Record<string, unknown>>[];
}

export interface FuzzOptions {
  /** Any whole number. */
  readonly seed: number;
  /** How many requests. */
  readonly count: number;
  /** How many more at most, while there are operations that haven't succeeded. Default: none. */
  readonly extra?: number;
  /** Called after each request. */
  readonly onProgress?: (done: number, report: FuzzReport) => void;
}

/** One of the people is replaced after so many requests: some have been deleted, or logged out everywhere. */
const requestsPerPerson = 40;

/**
 * Sends requests to all operations of the service's document, valid and spoilt ones, and holds each answer against the
 * document. One after the other: a seed gives the same requests again, except for what the service makes up.
 */
export async function runApiFuzz(
  target: FuzzTarget,
  { seed, count, extra = 0, onProgress }: FuzzOptions,
): Promise<FuzzReport> {
  const { body: document } = await new HttpClient(target.url).get<Schema>("/openapi.json");
  const run = new Run(target, operationsOf(document), seed);
  const onRejection = (reason: unknown) => run.report.processViolation(`an unhandled rejection: ${String(reason)}`);
  process.on("unhandledRejection", onRejection);
  try {
    await run.begin();
    const goesOn = (number: number) =>
      number <= count || (number <= count + extra && run.report.neverSucceeded.length > 0);
    for (let number = 1; goesOn(number); number++) {
      await run.request(number);
      onProgress?.(number, run.report);
    }
  } finally {
    run.close();
    process.off("unhandledRejection", onRejection);
  }
  return run.report;
}

class Run {
  readonly report: FuzzReport;
  readonly #target: FuzzTarget;
  readonly #operations: readonly Operation[];
  readonly #seed: number;
  readonly #memory: Memory;
  readonly #sender: Sender;
  #people: readonly Person[] = [];
  #expiredToken = "";
  #linesRead = 0;
  #mailsRead = 0;

  constructor(target: FuzzTarget, operations: readonly Operation[], seed: number) {
    this.report = new FuzzReport(operations, target.url);
    this.#target = target;
    this.#operations = operations;
    this.#seed = seed;
    this.#memory = new Memory(operations.map(({ path }) => path));
    this.#sender = new Sender(target.url);
  }

  async begin(): Promise<void> {
    this.#expiredToken = await this.#target.people.expiredToken();
    for (const role of ["admin", "member", "member"] as const) await this.#arrive(role);
  }

  async request(number: number): Promise<void> {
    const [first, ...others] = this.#people;
    if (number % requestsPerPerson === 0 && first !== undefined) {
      this.#people = others;
      await this.#arrive(first.role);
    }
    const [draft, attempt] = this.#draw(number);
    const { operation } = draft;
    try {
      const answer = await this.#sender.send(attempt.wire);
      this.report.answered(operation, answer.status);
      for (const fault of [...faultsOf(operation, attempt.expected, answer), ...this.#loggedErrors()])
        this.report.violation({ operation, attempt, fault, number, answer });
      if (attempt.expected === "allowed" && answer.status < 300) learn(this.#memory, draft, answer, this.#newMails());
    } catch (error) {
      this.report.violation({ operation, attempt, fault: `no answer: ${(error as Error).message}`, number });
    }
  }

  close(): void {
    this.#sender.close();
  }

  async #arrive(role: Person["role"]): Promise<void> {
    const person = await this.#target.people.register(role);
    this.#people = [...this.#people, person];
    const { id, email, password, refreshToken } = person;
    this.#memory.remember({ name: `the last ${role}s`, path: "/users" }, person, { id, email, password, refreshToken });
  }

  /** Many go to what makes something new (201), and to what hasn't succeeded yet as long as there is something. */
  #draw(number: number): readonly [Draft, Attempt] {
    const making = this.#operations.filter(({ answers }) => answers.has(201));
    const choose = (weight: number, operations: readonly Operation[], valid: fc.Arbitrary<boolean>) =>
      operations.length === 0 ? [] : [{ weight, arbitrary: fc.tuple(fc.constantFrom(...operations), valid) }];
    const choice = fc.oneof(
      ...choose(3, this.#operations, fc.boolean()),
      ...choose(1, making, fc.constant(true)),
      ...choose(4, this.report.neverSucceeded, fc.constant(true)),
    );
    const [operation, isValid] = this.#one(number, "operation", choice);
    const draft = this.#one(number, "draft", validRequest(operation, this.#memory, this.#people));
    if (isValid) return [draft, { wire: toWire(draft), mutation: "valid", expected: "allowed" }];
    const tokens = { expired: this.#expiredToken, people: this.#people };
    return [draft, this.#one(number, "mutation", invalidRequest(draft, tokens, this.#methodsBeside(operation)))];
  }

  #methodsBeside({ path }: Operation): readonly string[] {
    const own = this.#operations.filter((operation) => operation.path === path).map(({ method }) => method);
    return ["GET", "POST", "PUT", "PATCH", "DELETE"].filter((method) => !own.includes(method));
  }

  /** A value, always the same for this seed, number and purpose. */
  #one<Value>(number: number, purpose: string, arbitrary: fc.Arbitrary<Value>): Value {
    const seed = createHash("sha256").update(`${this.#seed} ${number} ${purpose}`).digest().readInt32LE();
    return fc.sample(arbitrary, { numRuns: 1, seed })[0] as Value;
  }

  #newMails(): readonly Mail[] {
    const mails = this.#target.mails.slice(this.#mailsRead);
    this.#mailsRead += mails.length;
    return mails;
  }

  #loggedErrors(): string[] {
    const lines = this.#target.logs.slice(this.#linesRead);
    this.#linesRead += lines.length;
    const errors = lines.filter(({ level }) => Number(level) >= 50);
    return errors.map(
      ({ msg, err }) => `the log has an error: ${[msg, JSON.stringify(err)].filter(Boolean).join(" ")}`,
    );
  }
}
