import { DatabaseError, DataSourceMisuse } from "#infrastructure/shared/database/errors.ts";
import type { Entry, Stored } from "./ledger.ts";

/** What the caller of a unit of work was told, and what it had written. */
export interface Told {
  readonly work: number;
  readonly outcome: "committed" | "failed" | "unknown";
  readonly entries: readonly Entry[];
  readonly error?: unknown;
}

/** The error of a work that a plan makes fail. */
export class Planned extends Error {
  override readonly name = "Planned";
}

/**
 * What is wrong with a history: exactly my unit of work or nothing, and I am told which.
 *
 * @returns a sentence for each violation; none when all is well
 */
export function violations(told: readonly Told[], { entries, balances }: Stored): string[] {
  const wrong: string[] = [];
  const times = new Map<number, number>();
  for (const { entry } of entries) times.set(entry, (times.get(entry) ?? 0) + 1);
  const claimed = new Set<number>();

  for (const { work, outcome, entries: own, error } of told) {
    const stored = own.filter(({ entry }) => times.has(entry)).length;
    const found = `${stored} of its ${own.length} entries are stored`;
    if (outcome !== "failed") for (const { entry } of own) claimed.add(entry);
    if (outcome === "committed" && stored < own.length) wrong.push(`Work ${work} was committed, but ${found}.`);
    if (outcome === "failed" && stored > 0) wrong.push(`Work ${work} failed with ${String(error)}, but ${found}.`);
    if (outcome === "unknown" && stored > 0 && stored < own.length)
      wrong.push(`The outcome of work ${work} is unknown (${String(error)}), but must be all or nothing: ${found}.`);
    if (outcome !== "committed" && !isExpected(error))
      wrong.push(`Work ${work} was told no proper error: ${String(error)}.`);
  }
  for (const [entry, count] of times) {
    if (count > 1) wrong.push(`Entry ${entry} is stored ${count} times.`);
    if (!claimed.has(entry)) wrong.push(`Entry ${entry} is stored, but no work that may have succeeded wrote it.`);
  }
  balances.forEach((balance, account) => {
    const sum = entries.reduce((total, entry) => total + changeOf(entry, account), 0);
    if (sum !== balance) wrong.push(`Account ${account} holds ${balance}, but its entries sum up to ${sum}.`);
  });
  return wrong;
}

function changeOf({ source, target, amount }: Entry, account: number): number {
  return (target === account ? amount : 0) - (source === account ? amount : 0);
}

/** No plan breaks a rule of the `DataSource`. */
function isExpected(error: unknown): boolean {
  return error instanceof Planned || (error instanceof DatabaseError && !(error instanceof DataSourceMisuse));
}
