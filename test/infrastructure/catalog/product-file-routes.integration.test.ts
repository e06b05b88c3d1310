import { request } from "node:http";
import { describe, expect } from "vitest";
import { createDataSource } from "#infrastructure/shared/database/postgres-data-source.ts";
import { run } from "#test/support/ad-hoc-statement.ts";
import { fieldsOf } from "#test/support/catalog/product-files.ts";
import { test } from "#test/support/catalog/shop.ts";
import { eventually } from "#test/support/eventually.ts";
import { problem } from "#test/support/http-client.ts";

const heading = "sku,name,description,price,stockQuantity\n";
const csvOf = (count: number) =>
  heading + Array.from({ length: count }, (_, n) => `P-${n},Product ${n},,${n}.50,${n % 5}\n`).join("");
const counts = { products: 0, added: 0, changed: 0, unchanged: 0, refused: 0, badLines: [] };

describe("an upload", () => {
  test("of CSV and of NDJSON is stored, and its bad lines are told", async ({ shop }) => {
    const csv = `${heading}A-1,Mug,,12.50,1\nA-2,Mug\nA-3,"Mug, blue",,1.00,2\n`;
    expect(await shop.upload("text/csv; charset=utf-8", csv)).toMatchObject({
      status: 200,
      body: {
        ...counts,
        products: 3,
        added: 2,
        refused: 1,
        badLines: [{ line: 3, reason: "Expected 5 values, as in the heading, but found 2." }],
      },
    });
    const lines = [fieldsOf(1), fieldsOf(2, { sku: "a-1" }), { sku: "A-9" }].map((line) => `${JSON.stringify(line)}\n`);
    expect(await shop.upload("application/x-ndjson", lines.join(""))).toMatchObject({
      status: 200,
      body: { ...counts, products: 3, added: 1, changed: 1, refused: 1, badLines: [{ line: 3 }] },
    });
  });

  test("that was cut off is completed by sending it again", async ({ shop, db }) => {
    const csv = csvOf(3000);
    const { hostname, port } = new URL(shop.http.url);
    const upload = request({
      ...{ hostname, port, method: "POST", path: "/v1/products/import" },
      headers: { authorization: `Bearer ${shop.token}`, "content-type": "text/csv", "content-length": csv.length },
    });
    upload.on("error", () => undefined);
    upload.write(csv.slice(0, csv.length * 0.7));
    const stored = async () => {
      const { items } = (await shop.get<{ items: unknown[] }>("/v1/products?limit=1")).body;
      return items.length;
    };
    await eventually(async () => expect(await stored()).toBe(1));
    upload.destroy();
    const { body } = await shop.upload("text/csv", csv);
    expect(body).toMatchObject({ products: 3000, changed: 0, refused: 0, badLines: [] });
    const { added, unchanged } = body as { added: number; unchanged: number };
    expect(unchanged).toBeGreaterThanOrEqual(500);
    expect(added + unchanged).toBe(3000);
    const versions = await db.dataSource.withConnection((connection) =>
      run(connection, "SELECT count(*)::integer AS count, max(version) AS version FROM catalog.products"),
    );
    expect(versions).toEqual([{ count: 3000, version: 1 }]);
  });

  test("that is too large is refused: at once where it says so, else when it is", async ({ shop }) => {
    const line = "A-1,Mug,,12.50,1\n";
    const tooMuch = Buffer.from(heading + line.repeat(1_000_000));
    expect(await shop.upload("text/csv", tooMuch)).toMatchObject(problem(413, "body-too-large"));
    expect((await shop.get("/v1/products")).body).toMatchObject({ items: [] });
    const { hostname, port } = new URL(shop.http.url);
    const answer = Promise.withResolvers<number | undefined>();
    const upload = request(
      {
        ...{ hostname, port, method: "POST", path: "/v1/products/import" },
        headers: { authorization: `Bearer ${shop.token}`, "content-type": "application/x-ndjson" },
      },
      (response) => answer.resolve(response.resume().statusCode),
    );
    upload.on("error", answer.reject);
    // Without a Content-Length.
    upload.flushHeaders();
    upload.end(Buffer.alloc(4 * 1024 * 1024 + 1, "\n"));
    expect(await answer.promise).toBe(413);
  });

  test("of something else is refused", async ({ shop }) => {
    expect(await shop.upload("application/json", "{}")).toMatchObject(problem(415, "unsupported-media-type"));
    const options = { token: shop.token };
    expect(await shop.http.send("POST", "/v1/products/import", undefined, options)).toMatchObject(
      problem(415, "unsupported-media-type"),
    );
    expect(await shop.upload("text/csv", "a,b\n")).toMatchObject(problem(422, "invalid-product-file"));
    expect(await shop.upload("text/csv", "")).toMatchObject(problem(422, "invalid-product-file"));
    expect(await shop.upload("application/x-ndjson", "")).toMatchObject({ status: 200, body: counts });
  });
});

describe("a download", () => {
  test.for([
    ["csv", "text/csv; charset=utf-8"],
    ["ndjson", "application/x-ndjson; charset=utf-8"],
  ] as const)("as %s has all that are sold, as the import takes them", async ([format, mediaType], { shop }) => {
    await shop.upload("text/csv", csvOf(1200));
    const archived = await shop.add(9999);
    await shop.post("/v1/products/archive", { ids: [archived.id] });
    const { status, headers, body } = await shop.get<string>(`/v1/products/export?format=${format}`);
    expect([status, headers.get("content-type")]).toEqual([200, mediaType]);
    expect(headers.get("content-disposition")).toBe(`attachment; filename="products.${format}"`);
    const file = typeof body === "string" ? body : "";
    expect(file).not.toContain("9999");
    const back = await shop.upload(mediaType, file);
    expect(back.body).toEqual({ ...counts, products: 1200, unchanged: 1200 });
  });

  test("of an unknown format is refused", async ({ shop }) => {
    expect(await shop.get("/v1/products/export?format=xml")).toMatchObject(
      problem(400, "invalid-request", [{ pointer: "/query/format" }]),
    );
  });

  test("that fails on its way is cut off, and the log says why", async ({ shop, db }) => {
    const rename = (from: string, to: string) =>
      db.dataSource.withConnection((connection) => run(connection, `ALTER TABLE catalog.${from} RENAME TO ${to}`));
    await rename("products", "away");
    await expect(shop.get("/v1/products/export")).rejects.toThrow("terminated");
    await eventually(async () =>
      expect(shop.logs).toContainEqual(expect.objectContaining({ level: 50, msg: "the export was cut off" })),
    );
    await rename("away", "products");
    expect(await shop.get("/v1/products/export")).toMatchObject({ status: 200, body: heading.replace("\n", "\r\n") });
  });

  test("waits for a client that doesn't read, and ends when it hangs up", async ({ shop, db }) => {
    await shop.upload("text/csv", csvOf(1));
    await db.dataSource.withConnection((connection) =>
      run(
        connection,
        `INSERT INTO catalog.products (id, sku, name, description, price, stock_quantity, version, created_at, updated_at)
         SELECT gen_random_uuid(), 'N-' || n, 'Name', repeat(repeat('x', 1000) || ' ', 4), 1, 1, 1, now(), now()
         FROM generate_series(1, 5000) AS n`,
      ),
    );
    const { hostname, port } = new URL(shop.http.url);
    const headers = { authorization: `Bearer ${shop.token}` };
    const download = request({ hostname, port, path: "/v1/products/export", headers });
    const response = Promise.withResolvers<void>();
    download.on("response", () => response.resolve()).on("error", () => undefined);
    download.end();
    await response.promise;
    const watcher = createDataSource({ url: db.url, size: 1 });
    const exporting = async () =>
      (await watcher.withConnection((connection) =>
        run(
          connection,
          "SELECT state FROM pg_stat_activity WHERE query LIKE '%exportProducts%' AND xact_start IS NOT NULL AND pid <> pg_backend_pid() AND datname = current_database()",
        ),
      )) as readonly { state: string }[];
    await eventually(async () => expect(await exporting()).toMatchObject([{ state: "idle in transaction" }]));
    download.destroy();
    await eventually(async () => expect(await exporting()).toEqual([]));
    await watcher.close();
    expect(shop.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });
});
