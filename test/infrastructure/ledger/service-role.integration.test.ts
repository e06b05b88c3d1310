import { describe } from "vitest";
import { movingMoneyContract } from "#test/support/ledger/contracts/moving-money-contract.ts";
import { postgresAdapters } from "#test/support/ledger/postgres-adapters.ts";
import { expectRefused, test as base } from "#test/support/service-login.ts";

const test = base.extend("ledger", ({ limited }) => postgresAdapters(limited));

// What the contract promises holds for a log-in that is a member of the service's role and nothing else.
describe("moving money", () => {
  movingMoneyContract(test);
});

test.for([
  ["a change of the entries", "UPDATE ledger.entries SET amount = 1"],
  ["a change of the entries", "DELETE FROM ledger.entries"],
  ["a change of the entries", "TRUNCATE ledger.entries"],
  ["a change of the entries", "DELETE FROM ledger.transfers"],
  ["a change of the entries", "ALTER TABLE ledger.entries DISABLE TRIGGER ALL"],
  ["the events", "UPDATE ledger.events SET type = 'Other'"],
] as const)("the service's role is refused %s: %s", async ([, text], { limited }) => {
  await expectRefused(limited, text);
});
