import fc from "fast-check";
import { expect } from "vitest";
import { problem } from "#test/support/http-client.ts";
import { test } from "#test/support/ledger/customers.ts";
import { readBooks } from "#test/support/ledger/books.ts";

const id = "0192f5d0-0000-7000-8000-000000000000";
const other = "0192f5d0-0000-7000-8000-000000000001";
const open = "POST /v1/accounts";
const deposit = "POST /v1/accounts/{own}/deposits";
const withdraw = "POST /v1/accounts/{own}/withdrawals";
const transfer = "POST /v1/transfers";
const order = { fromAccountId: "{own}", toAccountId: id, amount: "1.00" };
const key = (text: string) => ({ "idempotency-key": text });
const cursor = (place: object) => Buffer.from(JSON.stringify(place)).toString("base64url");

type Request = readonly [to: string, body?: unknown, headers?: Readonly<Record<string, string>>];

/** What is answered, and to which requests. `{own}` is an account of who asks. */
const table: Readonly<Record<string, readonly Request[]>> = {
  "400 invalid-request": [
    ...["eur", "JPY", "", null, 978, "__proto__"].map((currency) => [open, { currency }] as const),
    [open, {}],
    [open, { currency: "EUR", balance: "1000000.00" }],
    ...[12.5, null, "", "1".repeat(13), ["1"], true].map((amount) => [deposit, { amount }] as const),
    [deposit, { amount: "1", currency: "USD" }],
    [deposit, { amount: "1" }, key("")],
    [deposit, { amount: "1" }, key("x".repeat(201))],
    [deposit, { amount: "1" }, key("a b")],
    [deposit, { amount: "1" }, key("é")],
    [transfer, { ...order, reference: "" }],
    [transfer, { ...order, reference: "x".repeat(141) }],
    [transfer, { ...order, reference: "a\0b" }],
    [transfer, { ...order, toAccountId: "1' OR true" }],
    [transfer, { ...order, toAccountId: `urn:uuid:${id}` }],
    [transfer, { amount: "1" }],
    [transfer, { ...order, orderedBy: id }],
    ["POST /v1/accounts/1/deposits", { amount: "1" }],
    ["GET /v1/accounts/1"],
    ["GET /v1/accounts/1/entries"],
    ["GET /v1/accounts?limit=0"],
    ["GET /v1/accounts?limit=101"],
    ["GET /v1/accounts/{own}/entries?limit=1e9"],
    ["GET /v1/accounts/{own}/entries?after=1"],
  ],
  "400 invalid-cursor": [
    ["GET /v1/accounts?cursor=x"],
    [`GET /v1/accounts?cursor=${cursor({ id: "1" })}`],
    [`GET /v1/accounts?cursor=${cursor({ number: 1 })}`],
    [`GET /v1/accounts/{own}/entries?cursor=${cursor({ id })}`],
    [`GET /v1/accounts/{own}/entries?cursor=${cursor({ number: 0 })}`],
    [`GET /v1/accounts/{own}/entries?cursor=${cursor({ number: 2 ** 31 })}`],
    [`GET /v1/accounts/{own}/entries?cursor=${cursor({ number: 1.5 })}`],
  ],
  "404 account-not-found": [
    [`GET /v1/accounts/${id}`],
    [`GET /v1/accounts/${id}/entries`],
    [`POST /v1/accounts/${id}/deposits`, { amount: "1" }],
    [transfer, { ...order, amount: "0.01" }],
    [transfer, { ...order, fromAccountId: id, toAccountId: other }],
  ],
  "409 insufficient-funds": [[withdraw, { amount: "5.01" }]],
  "422 invalid-amount": [
    [deposit, { amount: "0" }],
    [withdraw, { amount: "-1" }],
    [transfer, { ...order, amount: "-0.00" }],
  ],
  "422 invalid-money": [
    ...["1,50", "1e3", "0x10", "NaN", " 1", "1.005", "100000000"].map((amount) => [deposit, { amount }] as const),
    [deposit, { amount: "99999999.99" }],
  ],
  "422 same-account": [[transfer, { ...order, toAccountId: "{own}" }]],
  "422 invalid-reference": [
    [transfer, { ...order, reference: "  " }],
    [transfer, { ...order, reference: "a\nb" }],
  ],
};

test("a bad request gets what the table says, never a 500, and changes nothing", async ({
  db,
  service,
  people,
  bank,
}) => {
  const { token } = await people.member();
  const own = (await bank.open(token, "5.00")).id;
  const before = await readBooks(db.dataSource);
  let keys = 0;
  for (const [expected, requests] of Object.entries(table)) {
    const [status = "", code = ""] = expected.split(" ");
    for (const [to, body, headers = key(`bad-${++keys}`)] of requests) {
      const [method = "", path = ""] = to.replace("{own}", own).split(" ");
      const sent = body === undefined ? undefined : JSON.stringify(body).replaceAll("{own}", own);
      const answer = await service.http.send(method, path, sent, { token, headers });
      expect.soft(answer, `${to} ${sent}`).toMatchObject(problem(Number(status), code));
    }
  }
  expect(service.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  expect(await readBooks(db.dataSource)).toEqual(before);
});

test("without an access token nothing is read", async ({ http }) => {
  const routes = [
    open,
    deposit,
    withdraw,
    transfer,
    "GET /v1/accounts",
    "GET /v1/accounts/1",
    "GET /v1/accounts/1/entries",
  ];
  for (const route of routes) {
    const [method = "", path = ""] = route.split(" ");
    const answer = await http.send(method, path, method === "GET" ? undefined : "{");
    expect(answer, route).toMatchObject(problem(401, "access-token-missing"));
  }
});

const text = fc.oneof(
  fc.constantFrom("0", "1", "0.01", "99999999.99", "-1", "1e3", "Infinity", "", "\0", "\ud800", "{own}", id, "EUR"),
  fc.string({ unit: "binary", maxLength: 20 }),
);
const value = fc.oneof({ weight: 4, arbitrary: text }, fc.integer(), fc.constant(null), fc.jsonValue());
const request = fc.record({
  to: fc.constantFrom(open, deposit, withdraw, transfer),
  body: fc.record(
    { amount: value, currency: value, fromAccountId: value, toAccountId: value, reference: value },
    { requiredKeys: [] },
  ),
  sentKey: fc.constantFrom("a", "b", "c"),
});

test("random bodies never get a 500, and the books stay right", async ({ db, service, people, bank }) => {
  const { token } = await people.member();
  const own = (await bank.open(token, "5.00")).id;
  const fieldsOf: Readonly<Record<string, readonly string[]>> = {
    [open]: ["currency"],
    [deposit]: ["amount"],
    [withdraw]: ["amount"],
    [transfer]: ["fromAccountId", "toAccountId", "amount", "reference"],
  };
  const statuses = new Set<number>();
  const isAnswered = async ({
    to,
    body,
    sentKey,
  }: typeof request extends fc.Arbitrary<infer Value> ? Value : never) => {
    const [method = "", path = ""] = to.replace("{own}", own).split(" ");
    const fitting = Object.fromEntries(Object.entries(body).filter(([field]) => fieldsOf[to]?.includes(field)));
    const sent = JSON.stringify(fitting).replaceAll("{own}", own);
    const { status } = await service.http.send(method, path, sent, { token, headers: key(sentKey) });
    statuses.add(status);
    expect(status).toBeLessThan(500);
  };
  await fc.assert(fc.asyncProperty(request, isAnswered), { numRuns: 400, seed: 1 });
  expect([...statuses], "some get through the schema").toEqual(expect.arrayContaining([201, 400, 422]));
  expect(await readBooks(db.dataSource)).toMatchObject({ faults: [] });
});
