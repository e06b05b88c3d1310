import { expect } from "vitest";
import { problem } from "#test/support/http-client.ts";
import { orderingRoutes } from "#test/support/ordering/ordering-routes.ts";
import { test } from "#test/support/identity/people.ts";

const loggedIn = [
  "POST /v1/orders",
  "GET /v1/orders",
  "GET /v1/orders/{id}",
  "GET /v1/orders/by-number/{orderNumber}",
  "PATCH /v1/orders/{id}",
  "POST /v1/orders/{id}/cancel",
];
const admins = [
  "POST /v1/orders/{id}/confirm",
  "POST /v1/orders/{id}/ship",
  "POST /v1/orders/{id}/deliver",
  "GET /v1/sales/by-day",
  "GET /v1/sales/by-product",
  "PUT /v1/ordering/products/{id}",
];

/** Refused wherever a body is read. */
const badBody = "{";

test("every route of ordering is for those who are logged in, or for administrators", async ({ http }) => {
  expect((await orderingRoutes(http)).toSorted()).toEqual([...loggedIn, ...admins].toSorted());
});

test("without an access token nothing is read", async ({ http }) => {
  for (const route of [...loggedIn, ...admins]) {
    const [method = "", path = ""] = route.split(" ");
    const answer = await http.send(method, path, method === "GET" ? undefined : badBody);
    expect(answer, route).toMatchObject(problem(401, "access-token-missing"));
  }
});

test("a customer is refused what administrators may do, before the body is read", async ({ http, people }) => {
  const { token } = await people.member();
  for (const route of admins) {
    const [method = "", path = ""] = route.split(" ");
    const answer = await http.send(method, path, method === "GET" ? undefined : badBody, { token });
    expect(answer, route).toMatchObject(problem(403, "administrators-only"));
  }
});
