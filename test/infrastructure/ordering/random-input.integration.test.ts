import fc from "fast-check";
import { expect } from "vitest";
import { chair, lamp, table } from "#test/support/ordering/order-builder.ts";
import { orderingRoutes } from "#test/support/ordering/ordering-routes.ts";
import { test } from "#test/support/ordering/shop.ts";

/** Nasty on purpose: what parsers, PostgreSQL, Intl and Date are known to stumble over. */
const oddText = fc.constantFrom(
  ...["", " ", "\0", "%00", "-", "null", "Infinity", "1e999", "99999999.99", "' OR true --", "\\", "__proto__"],
  ...["2016-12-31T23:59:60Z", "0000-01-01", "9999-12-31", "2026-02-30", "EST5EDT", "SystemV/EST5EDT", "US/Pacific-New"],
);
const text = fc.oneof(oddText, fc.string({ unit: "binary", maxLength: 40 }), fc.uuid());
const wellFormed = text.map((odd) => odd.toWellFormed());
const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, -0, 1, 1.5, 9_999, 10_000, 2 ** 31, 2 ** 53));
const value = fc.oneof({ weight: 3, arbitrary: text }, number, fc.boolean(), fc.constant(null), fc.jsonValue());
const productId = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(chair, table, lamp) }, fc.uuid(), value);
const quantity = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 10_000 }) }, value);
const items = fc.oneof({ weight: 8, arbitrary: fc.array(fc.record({ productId, quantity }), { maxLength: 3 }) }, value);
const price = fc.oneof(fc.constantFrom("0", "12.50", "99999999.99", "-1"), value);
const available = fc.oneof({ weight: 3, arbitrary: fc.boolean() }, value);
const product = fc.record({ name: value, price, available }, { requiredKeys: [] });

const bodies: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  "POST /v1/orders": fc.record({ items }),
  "PATCH /v1/orders/{id}": fc.record({ items }),
  "POST /v1/orders/{id}/cancel": fc.jsonValue(),
  "POST /v1/orders/{id}/confirm": fc.jsonValue(),
  "POST /v1/orders/{id}/ship": fc.jsonValue(),
  "POST /v1/orders/{id}/deliver": fc.jsonValue(),
  "PUT /v1/ordering/products/{id}": product,
};
const change = fc.constantFrom(...Object.keys(bodies)).chain((route) =>
  fc.record({
    route: fc.constant(route),
    segment: fc.oneof({ weight: 4, arbitrary: fc.constant("") }, wellFormed),
    body: fc.oneof({ weight: 5, arbitrary: bodies[route]! }, fc.jsonValue()).map((json) => JSON.stringify(json)),
    ifMatch: fc.constantFrom(undefined, undefined, "*", '"1"', '"999999999"', '"1e9"'),
  }),
);
const forged = fc
  .record({ createdAt: fc.oneof(number, text), id: fc.oneof(fc.uuid(), value) }, { requiredKeys: ["createdAt"] })
  .map((place) => Buffer.from(JSON.stringify(place)).toString("base64url"));
const day = fc.oneof(fc.constantFrom("2026-03-01", "2026-03-31", "1970-01-01", "2999-12-31"), wellFormed);
const zone = fc.oneof(
  fc.constantFrom("UTC", "Asia/Tokyo", "BST", "Etc/Unknown", ...Intl.supportedValuesOf("timeZone")),
  wellFormed,
);
const limit = fc.oneof(fc.integer({ min: -1, max: 101 }), number).map(String);
const period = { from: day, to: day, timeZone: zone };
const reads = fc.oneof(
  fc.record({ path: fc.constant("/v1/orders"), query: fc.record({ limit, cursor: forged }, { requiredKeys: [] }) }),
  fc.record({ path: fc.constant("/v1/sales/by-day"), query: fc.record(period, { requiredKeys: ["from", "to"] }) }),
  fc.record({
    path: fc.constant("/v1/sales/by-product"),
    query: fc.record({ ...period, limit }, { requiredKeys: ["from", "to"] }),
  }),
  fc.record({
    path: fc
      .oneof(wellFormed, fc.constant("ZZZZ-ZZZC"))
      .map((odd) => `/v1/orders/by-number/${encodeURIComponent(odd)}`),
    query: fc.constant({}),
  }),
);

test("every route of ordering that changes something is in this test", async ({ http }) => {
  const changing = (await orderingRoutes(http)).filter((route) => !route.startsWith("GET "));
  expect(changing.toSorted()).toEqual(Object.keys(bodies).toSorted());
});

test("random bodies, paths and versions never get a 500", async ({ service, shop }) => {
  const { token } = shop.admin;
  const order = await shop.place(shop.admin);
  const statuses = new Set<number>();
  const isAnswered = async ({
    route,
    segment,
    body,
    ifMatch,
  }: typeof change extends fc.Arbitrary<infer T> ? T : never) => {
    const [method = "", path = ""] = route.split(" ");
    const own = route.startsWith("PUT") ? lamp : order.id;
    const headers = ifMatch === undefined ? {} : { "if-match": ifMatch };
    const url = path.replace("{id}", segment === "" ? own : encodeURIComponent(segment));
    const { status } = await service.http.send(method, url, body, { token, headers });
    statuses.add(status);
    expect(status).toBeLessThan(500);
  };
  await fc.assert(fc.asyncProperty(change, isAnswered), { numRuns: 250, seed: 1 });
  expect([...statuses], "some get through the schema").toEqual(
    expect.arrayContaining([200, 201, 204, 400, 404, 409, 412, 422]),
  );
  expect(service.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});

test("random queries, cursors and order numbers never get a 500", async ({ service, shop }) => {
  const { token } = shop.admin;
  const statuses = new Set<number>();
  const isAnswered = async ({ path, query }: { path: string; query: object }) => {
    const { status } = await service.http.get(`${path}?${String(new URLSearchParams({ ...query }))}`, { token });
    statuses.add(status);
    expect(status, `${path} ${JSON.stringify(query)}`).toBeLessThan(500);
  };
  await fc.assert(fc.asyncProperty(reads, isAnswered), { numRuns: 250, seed: 1 });
  expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 404, 422]));
  expect(service.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});
