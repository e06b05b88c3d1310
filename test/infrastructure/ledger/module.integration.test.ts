import { expect } from "vitest";
import { ledgerModule } from "#infrastructure/ledger/module.ts";
import { test } from "#test/support/ledger/customers.ts";

test("an idempotency key is kept for a week, and then forgotten", async ({ service, people, bank, clock }) => {
  const person = await people.member();
  const { id } = await bank.open(person.token);
  const deposit = async () => {
    const { accessToken } = await people.logIn(person);
    await bank.move(accessToken, `/v1/accounts/${id}/deposits`, { amount: "1" }, "a-key");
    return bank.balanceOf(accessToken, id);
  };
  expect(await deposit()).toBe("1.00");
  clock.forward({ days: 7 });
  await ledgerModule.everyHour?.(service.container);
  expect(await deposit(), "a week old").toBe("1.00");
  clock.forward({ milliseconds: 1 });
  await ledgerModule.everyHour?.(service.container);
  expect(await deposit(), "older").toBe("2.00");
});
