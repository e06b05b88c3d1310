import { describe, expect } from "vitest";
import { problem } from "#test/support/http-client.ts";
import { type AccountView, test } from "#test/support/ledger/customers.ts";

interface Page {
  readonly items: readonly { readonly id?: string; readonly number?: number; readonly amount?: string }[];
  readonly nextCursor: string | null;
}

describe("accounts", () => {
  test("are opened empty, read and listed by their owner", async ({ http, people }) => {
    const { token } = await people.member();
    const opened = await http.post<AccountView>("/v1/accounts", { currency: "CHF" }, { token });
    expect(opened).toMatchObject({ status: 201, body: { currency: "CHF", balance: "0.00" } });
    expect(opened.headers.get("etag")).toBe('"1"');
    const read = await http.get(`/v1/accounts/${opened.body.id}`, { token });
    expect(read).toMatchObject({ status: 200, body: opened.body });
    expect(read.headers.get("etag")).toBe('"1"');
    expect((await http.get("/v1/accounts", { token })).body).toEqual({ items: [opened.body], nextCursor: null });
  });

  test("are listed in pages", async ({ http, people, bank }) => {
    const { token } = await people.member();
    const ids = [];
    for (let count = 0; count < 3; count++) ids.unshift((await bank.open(token)).id);
    const first = (await http.get<Page>("/v1/accounts?limit=2", { token })).body;
    const second = (await http.get<Page>(`/v1/accounts?limit=2&cursor=${first.nextCursor}`, { token })).body;
    expect([first, second].flatMap(({ items }) => items.map(({ id }) => id))).toEqual(ids);
    expect(second.nextCursor).toBeNull();
  });

  test("don't exist for anybody else", async ({ http, people, bank }) => {
    const [owner, other] = [await people.member(), await people.admin()];
    const { id } = await bank.open(owner.token, "10.00");
    const { token } = other;
    const notFound = problem(404, "account-not-found");
    expect(await http.get(`/v1/accounts/${id}`, { token })).toMatchObject(notFound);
    expect(await http.get(`/v1/accounts/${id}/entries`, { token })).toMatchObject(notFound);
    expect((await http.get("/v1/accounts", { token })).body).toEqual({ items: [], nextCursor: null });
    for (const path of ["deposits", "withdrawals"])
      expect(await bank.move(token, `/v1/accounts/${id}/${path}`, { amount: "1" })).toMatchObject(notFound);
    const theft = { fromAccountId: id, toAccountId: (await bank.open(token)).id, amount: "1" };
    expect(await bank.move(token, "/v1/transfers", theft)).toMatchObject(notFound);
    expect(await bank.balanceOf(owner.token, id)).toBe("10.00");
  });
});

describe("money", () => {
  test("is deposited, withdrawn and transferred, and the statement says so", async ({ http, people, bank }) => {
    const [ada, bob] = [await people.member(), await people.member()];
    const [from, to] = [await bank.open(ada.token), await bank.open(bob.token)];
    expect(await bank.move(ada.token, `/v1/accounts/${from.id}/deposits`, { amount: "100" })).toMatchObject({
      status: 201,
      body: { accountId: from.id, entryNumber: 1, amount: "100.00", balanceAfter: "100.00" },
    });
    await bank.move(ada.token, `/v1/accounts/${from.id}/withdrawals`, { amount: "0.01" });
    const order = { fromAccountId: from.id, toAccountId: to.id, amount: "12.50", reference: "Rent" };
    const { status, body } = await bank.move(ada.token, "/v1/transfers", order);
    expect({ status, body }).toEqual({
      status: 201,
      body: { ...order, id: expect.any(String), createdAt: expect.any(String), balanceAfter: "87.49" },
    });

    const first = (await http.get<Page>(`/v1/accounts/${from.id}/entries?limit=2`, { token: ada.token })).body;
    await bank.move(ada.token, `/v1/accounts/${from.id}/deposits`, { amount: "1" });
    const next = `/v1/accounts/${from.id}/entries?limit=2&cursor=${first.nextCursor}`;
    const second = (await http.get<Page>(next, { token: ada.token })).body;
    expect([...first.items, ...second.items]).toMatchObject([
      { number: 3, amount: "-12.50", balanceAfter: "87.49", transferId: body.id, reference: "Rent" },
      { number: 2, amount: "-0.01", balanceAfter: "99.99", transferId: null },
      { number: 1, amount: "100.00", balanceAfter: "100.00", transferId: null },
    ]);
    expect(second.nextCursor).toBeNull();
    expect(await bank.balanceOf(bob.token, to.id)).toBe("12.50");
  });

  test("that isn't there, or of another currency, isn't moved", async ({ people, bank }) => {
    const { token } = await people.member();
    const [euros, dollars] = [await bank.open(token, "10.00"), await bank.open(token, null, "USD")];
    const order = { fromAccountId: euros.id, toAccountId: dollars.id, amount: "10.01" };
    const refused = await bank.move(token, "/v1/transfers", order);
    expect(refused).toMatchObject(problem(409, "different-currencies"));
    const { id } = await bank.open(token);
    const tooMuch = await bank.move(token, "/v1/transfers", { ...order, toAccountId: id });
    expect(tooMuch).toMatchObject(problem(409, "insufficient-funds"));
    const withdrawal = await bank.move(token, `/v1/accounts/${euros.id}/withdrawals`, { amount: "10.01" });
    expect(withdrawal).toMatchObject(problem(409, "insufficient-funds"));
    expect(await bank.balanceOf(token, euros.id)).toBe("10.00");
  });
});

describe("an idempotency key", () => {
  test("gets the first answer again, byte for byte, with the same body", async ({ people, bank, clock }) => {
    const { token } = await people.member();
    const [from, to] = [await bank.open(token, "10.00"), await bank.open(token)];
    const order = { fromAccountId: from.id, toAccountId: to.id, amount: "4.00", reference: null };
    const first = await bank.move(token, "/v1/transfers", order, "a-key");
    clock.forward({ minutes: 5 });
    const again = await bank.move(token, "/v1/transfers", { ...order, amount: "4" }, "a-key");
    expect(again.status).toBe(201);
    expect(JSON.stringify(again.body)).toBe(JSON.stringify(first.body));
    expect(await bank.balanceOf(token, from.id)).toBe("6.00");
  });

  test("with another body, or at another place, is refused", async ({ people, bank }) => {
    const { token } = await people.member();
    const { id } = await bank.open(token, "10.00");
    await bank.move(token, `/v1/accounts/${id}/deposits`, { amount: "1" }, "a-key");
    const reused = problem(422, "idempotency-key-reused");
    expect(await bank.move(token, `/v1/accounts/${id}/deposits`, { amount: "2" }, "a-key")).toMatchObject(reused);
    expect(await bank.move(token, `/v1/accounts/${id}/withdrawals`, { amount: "1" }, "a-key")).toMatchObject(reused);
    expect(await bank.balanceOf(token, id)).toBe("11.00");
  });

  test("is everybody's own", async ({ people, bank }) => {
    for (const { token } of [await people.member(), await people.member()]) {
      const { id } = await bank.open(token);
      const answer = await bank.move(token, `/v1/accounts/${id}/deposits`, { amount: "1" }, "a-key");
      expect(answer).toMatchObject({ status: 201, body: { accountId: id, balanceAfter: "1.00" } });
    }
  });

  test("that is missing is asked for", async ({ http, people, bank }) => {
    const { token } = await people.member();
    const { id } = await bank.open(token);
    const answer = await http.post(`/v1/accounts/${id}/deposits`, { amount: "1" }, { token });
    expect(answer).toMatchObject(problem(400, "invalid-request", [{ pointer: "/headers/idempotency-key" }]));
  });

  test("sent by twenty at once moves the money once, and all get one answer", async ({ people, bank }) => {
    const { token } = await people.member();
    const [from, to] = [await bank.open(token, "100.00"), await bank.open(token)];
    const order = { fromAccountId: from.id, toAccountId: to.id, amount: "4.00" };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => bank.move(token, "/v1/transfers", order, "a-key")),
    );
    for (const { status, body } of answers) expect({ status, body }).toEqual({ status: 201, body: answers[0]?.body });
    expect(await bank.balanceOf(token, from.id)).toBe("96.00");
  });
});

test("forty withdrawals at once of what is there ten times: ten succeed", async ({ people, bank }) => {
  const { token } = await people.member();
  const { id } = await bank.open(token, "10.00");
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => bank.move(token, `/v1/accounts/${id}/withdrawals`, { amount: "1" })),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
  for (const answer of answers.filter(({ status }) => status !== 201))
    expect(answer).toMatchObject(problem(409, "insufficient-funds"));
  expect(await bank.balanceOf(token, id)).toBe("0.00");
});
