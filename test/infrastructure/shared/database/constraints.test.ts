import { expect, test } from "vitest";
import { DomainError } from "#domain/shared/domain-error.ts";
import { translateConstraints } from "#infrastructure/shared/database/constraints.ts";
import { StatementFailed, TransactionConflict } from "#infrastructure/shared/database/errors.ts";

class Taken extends DomainError {
  readonly code = "taken";
  constructor() {
    super("It is taken.");
  }
}

const failing = (error: Error) =>
  translateConstraints({ things_key: Taken }, async () => {
    throw error;
  });

test("the violation of a known constraint is its domain error, with PostgreSQL's as its cause", async () => {
  const cause = new StatementFailed("refused", { constraint: "things_key" });
  const error: unknown = await failing(cause).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Taken);
  expect(error).toMatchObject({ cause });
});

test("any other error passes as it is", async () => {
  const others = [
    new StatementFailed("refused", { constraint: "other_key" }),
    new StatementFailed("refused", { constraint: "constructor" }),
    new StatementFailed("refused"),
    new TransactionConflict("conflict", { constraint: "things_key" }),
    new Error("mine"),
  ];
  for (const error of others) await expect(failing(error)).rejects.toBe(error);
});

test("the result of the work passes", async () => {
  expect(await translateConstraints({ things_key: Taken }, async () => 7)).toBe(7);
});
