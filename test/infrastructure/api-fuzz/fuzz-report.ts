import type { Operation } from "./document.ts";
import { type Attempt, toCurl } from "./request.ts";
import type { ReceivedAnswer } from "./send.ts";

interface Violation {
  readonly operation: string;
  readonly fault: string;
  /** The first request that had it. */
  readonly number: number;
  readonly curl: string;
  readonly answer: string;
}

interface Violated {
  readonly operation: Operation;
  readonly attempt: Attempt;
  readonly fault: string;
  readonly number: number;
  readonly answer?: ReceivedAnswer;
}

const longestAnswer = 2_000;

/** What came of the requests. */
export class FuzzReport {
  readonly #operations: readonly Operation[];
  readonly #origin: string;
  readonly #statuses = new Map<string, Map<number, number>>();
  readonly #violations = new Map<string, Violation>();

  constructor(operations: readonly Operation[], origin: string) {
    this.#operations = operations;
    this.#origin = origin;
  }

  /** Each fault of each operation once. */
  get violations(): readonly Violation[] {
    return [...this.#violations.values()];
  }

  /** How often each operation was answered with which status. */
  get statuses(): ReadonlyMap<string, ReadonlyMap<number, number>> {
    return this.#statuses;
  }

  /** The operations that answered no request with a 2xx. */
  get neverSucceeded(): readonly Operation[] {
    return this.#operations.filter(({ name }) => {
      const statuses = [...(this.#statuses.get(name)?.keys() ?? [])];
      return !statuses.some((status) => status >= 200 && status < 300);
    });
  }

  answered({ name }: Operation, status: number): void {
    const counts = this.#statuses.get(name) ?? new Map<number, number>();
    this.#statuses.set(name, counts.set(status, (counts.get(status) ?? 0) + 1));
  }

  violation({ operation, attempt, fault, number, answer }: Violated): void {
    const key = `${operation.name} ${fault}`;
    if (this.#violations.has(key)) return;
    this.#violations.set(key, {
      operation: `${operation.name} with ${attempt.mutation}`,
      fault,
      number,
      curl: toCurl(this.#origin, attempt.wire),
      answer: answer === undefined ? "" : `${answer.status} ${answer.body.toString().slice(0, longestAnswer)}`,
    });
  }

  /** What no single request can be blamed for. */
  processViolation(fault: string): void {
    this.#violations.set(fault, { operation: "the process", fault, number: 0, curl: "", answer: "" });
  }
}
