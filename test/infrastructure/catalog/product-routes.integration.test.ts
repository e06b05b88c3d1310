import { describe, expect } from "vitest";
import { fieldsOf } from "#test/support/catalog/product-files.ts";
import { test } from "#test/support/catalog/shop.ts";
import { problem } from "#test/support/http-client.ts";

const nothing = "0192f5d0-0000-7000-8000-000000000000";

describe("a product over HTTP", () => {
  test("is added by an administrator, and read by everybody who is logged in", async ({ shop }) => {
    const added = await shop.post("/v1/products", fieldsOf(3));
    expect(added).toMatchObject({ status: 201, body: { ...fieldsOf(3), archivedAt: null } });
    expect(added.headers.get("etag")).toBe('"1"');
    const token = shop.memberToken;
    const read = await shop.http.get(added.headers.get("location") ?? "", { token });
    expect(read).toMatchObject({ status: 200, body: added.body });
    expect(read.headers.get("etag")).toBe('"1"');
    expect(await shop.post("/v1/products", fieldsOf(4, { sku: "p-3" }))).toMatchObject(
      problem(409, "sku-already-taken"),
    );
  });

  test("may be added without a description", async ({ shop }) => {
    const { description: _, ...fields } = fieldsOf(1);
    expect(await shop.post("/v1/products", fields)).toMatchObject({ status: 201, body: { description: null } });
  });

  test("is revised only by who says which version he saw", async ({ shop }) => {
    const { id } = await shop.add(3);
    const path = `/v1/products/${id}`;
    expect(await shop.send("PATCH", path, { name: "Teapot" })).toMatchObject(problem(428, "if-match-required"));
    const revised = await shop.send("PATCH", path, { name: "Teapot" }, '"1"');
    expect(revised).toMatchObject({ status: 200, body: { ...fieldsOf(3), name: "Teapot" } });
    expect(revised.headers.get("etag")).toBe('"2"');
    const stale = await shop.send("PATCH", path, { name: "Mug" }, '"1"');
    expect(stale).toMatchObject(problem(412, "concurrency-conflict"));
    const weak = await shop.send("PATCH", path, { description: null }, 'W/"2"');
    expect(weak).toMatchObject({ status: 200, body: { name: "Teapot", description: null } });
    const whatever = await shop.send("PATCH", path, { name: "Mug" }, "*");
    expect(whatever).toMatchObject({ status: 200, body: { name: "Mug" } });
    expect((await shop.get(path)).body).toEqual(whatever.body);
  });

  test("has its price changed in the same way", async ({ shop }) => {
    const { id } = await shop.add(1);
    const path = `/v1/products/${id}/price`;
    expect(await shop.send("PUT", path, { price: "7" })).toMatchObject(problem(428, "if-match-required"));
    expect(await shop.send("PUT", path, { price: "7" }, '"1"')).toMatchObject({ status: 200, body: { price: "7.00" } });
    expect(await shop.send("PUT", path, { price: "8" }, '"1"')).toMatchObject(problem(412, "concurrency-conflict"));
    expect(await shop.send("PUT", path, { price: "100000000" }, '"2"')).toMatchObject(problem(422, "invalid-money"));
    expect(await shop.send("PUT", path, { price: "8" }, "2")).toMatchObject(problem(400, "invalid-if-match"));
  });

  test("of forty who saw the same version one revises it", async ({ shop }) => {
    const { id } = await shop.add(1);
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => shop.send("PATCH", `/v1/products/${id}`, { name: `Name ${n}` }, '"1"')),
    );
    const [first, ...others] = answers.toSorted((one, other) => one.status - other.status);
    expect(first).toMatchObject({ status: 200 });
    for (const other of others) expect(other).toMatchObject(problem(412, "concurrency-conflict"));
    expect((await shop.get(`/v1/products/${id}`)).body).toEqual(first?.body);
  });

  test("has twenty pieces for fifty who take one at once: thirty are refused", async ({ shop }) => {
    const { id } = await shop.add(1, { stockQuantity: 20 });
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => shop.post(`/v1/products/${id}/take-stock`, { quantity: 1 })),
    );
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused).toHaveLength(30);
    for (const answer of refused) expect(answer).toMatchObject(problem(409, "not-enough-stock"));
    expect((await shop.get(`/v1/products/${id}`)).body.stockQuantity).toBe(0);
    const restocked = await shop.post(`/v1/products/${id}/restock`, { quantity: 5 });
    expect(restocked).toMatchObject({ status: 200, body: { stockQuantity: 5 } });
    expect(restocked.headers.get("etag")).toBe('"22"');
  });

  test("is archived with others, and then can't be changed or found", async ({ shop }) => {
    const { id } = await shop.add(1);
    const other = await shop.add(2);
    const kept = await shop.add(3);
    const unknown = await shop.post("/v1/products/archive", { ids: [id, nothing] });
    expect(unknown).toMatchObject(problem(404, "product-not-found"));
    expect((await shop.get(`/v1/products/${id}`)).body.archivedAt).toBeNull();
    const archive = () => shop.post("/v1/products/archive", { ids: [id.toUpperCase(), other.id] });
    expect(await archive()).toMatchObject({ status: 200, body: { archived: 2 } });
    expect(await archive()).toMatchObject({ status: 200, body: { archived: 0 } });
    expect((await shop.get(`/v1/products/${id}`)).body.archivedAt).not.toBeNull();
    expect((await shop.get("/v1/products")).body).toMatchObject({ items: [{ id: kept.id }], nextCursor: null });
    for (const [method, path, body] of [
      ["PATCH", "", { name: "Teapot" }],
      ["PUT", "/price", { price: "1.00" }],
      ["POST", "/restock", { quantity: 1 }],
      ["POST", "/take-stock", { quantity: 1 }],
    ] as const) {
      const answer = await shop.send(method, `/v1/products/${id}${path}`, body, "*");
      expect(answer, path).toMatchObject(problem(409, "product-is-archived"));
    }
  });
});

describe("what can't be is refused, and changes nothing", () => {
  test("in a body", async ({ shop }) => {
    const { id } = await shop.add(1);
    const path = `/v1/products/${id}`;
    const wrong: readonly [what: string, method: string, path: string, body: unknown, status: number, code: string][] =
      [
        ["a price that is a number", "POST", "/v1/products", { ...fieldsOf(2), price: 1.5 }, 400, "invalid-request"],
        ["a price below nothing", "POST", "/v1/products", { ...fieldsOf(2), price: "-1" }, 400, "invalid-request"],
        ["a price in thousandths", "PUT", `${path}/price`, { price: "1.001" }, 400, "invalid-request"],
        [
          "a stock below nothing",
          "POST",
          "/v1/products",
          { ...fieldsOf(2), stockQuantity: -1 },
          400,
          "invalid-request",
        ],
        ["an id of one's own", "POST", "/v1/products", { ...fieldsOf(2), id }, 400, "invalid-request"],
        ["a SKU that is none", "POST", "/v1/products", { ...fieldsOf(2), sku: "a b" }, 422, "invalid-sku"],
        ["a name of blanks", "PATCH", path, { name: " " }, 422, "invalid-name"],
        ["a description of blanks", "PATCH", path, { description: " " }, 422, "invalid-description"],
        ["a name that is null", "PATCH", path, { name: null }, 400, "invalid-request"],
        ["nothing to revise", "PATCH", path, {}, 400, "invalid-request"],
        ["a SKU to revise", "PATCH", path, { sku: "X" }, 400, "invalid-request"],
        ["half a piece", "POST", `${path}/take-stock`, { quantity: 0.5 }, 400, "invalid-request"],
        ["no pieces", "POST", `${path}/restock`, { quantity: 0 }, 400, "invalid-request"],
        ["more than the most", "POST", `${path}/restock`, { quantity: 1_000_000_000 }, 422, "invalid-quantity"],
        ["nobody's id", "POST", `/v1/products/${nothing}/restock`, { quantity: 1 }, 404, "product-not-found"],
        ["an id that is none", "PATCH", "/v1/products/1", { name: "X" }, 400, "invalid-request"],
        ["nothing to archive", "POST", "/v1/products/archive", { ids: [] }, 400, "invalid-request"],
        ["text to archive", "POST", "/v1/products/archive", { ids: ["1"] }, 400, "invalid-request"],
        ["CSV where JSON belongs", "POST", "/v1/products", "sku,name", 400, "malformed-json"],
      ];
    for (const [what, method, to, body, status, code] of wrong) {
      expect.soft(await shop.send(method, to, body, "*"), what).toMatchObject(problem(status, code));
    }
    expect(await shop.get(`/v1/products/${nothing}`)).toMatchObject(problem(404, "product-not-found"));
    const csv = { token: shop.token, headers: { "content-type": "text/csv" } };
    expect(await shop.http.post("/v1/products", "sku", csv)).toMatchObject(problem(415, "unsupported-media-type"));
    expect((await shop.get("/v1/products")).body).toMatchObject({ items: [{ ...fieldsOf(1), id }] });
  });

  test("to those who may not, before anything is read", async ({ shop: { http, memberToken: token } }) => {
    const { body } = await http.get<OpenApi>("/openapi.json");
    const routes = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { tags }]) =>
        tags.some((tag) => tag.startsWith("catalog")) ? [`${method.toUpperCase()} ${path}`] : [],
      ),
    );
    const reading = ["GET /v1/products", "GET /v1/products/{id}"];
    const changing = [
      ...["POST /v1/products", "PATCH /v1/products/{id}", "PUT /v1/products/{id}/price"],
      ...["POST /v1/products/{id}/restock", "POST /v1/products/{id}/take-stock", "POST /v1/products/archive"],
      ...["POST /v1/products/import", "GET /v1/products/export"],
    ];
    expect(routes.toSorted()).toEqual([...reading, ...changing].toSorted());
    for (const route of routes) {
      const [method = "", path = ""] = route.split(" ");
      const unreadable = method === "GET" ? undefined : "{";
      const anonymous = await http.send(method, path, unreadable);
      expect.soft(anonymous, route).toMatchObject(problem(401, "access-token-missing"));
      const asMember = await http.send(method, path, unreadable, { token });
      const isAllowed = reading.includes(route);
      expect.soft(asMember.status === 403, route).toBe(!isAllowed);
    }
  });
});

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly tags: readonly string[] }>>>>;
}
