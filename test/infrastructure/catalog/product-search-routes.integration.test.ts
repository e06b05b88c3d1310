import { describe, expect } from "vitest";
import { productSorts } from "#application/catalog/product-search.ts";
import { type ProductPageBody, type Shop, test } from "#test/support/catalog/shop.ts";
import { withoutLogIn } from "#test/support/token-bearers.ts";
import { problem } from "#test/support/http-client.ts";

const search = async (shop: Shop, query: Readonly<Record<string, string>>) =>
  shop.get<ProductPageBody>(`/v1/products?${String(new URLSearchParams(query))}`);
const names = ({ items }: ProductPageBody) => items.map(({ name }) => name);

describe("the search", () => {
  test("combines filters and sorts", async ({ shop }) => {
    await shop.add(1, { name: "Blue mug", price: "9.00", stockQuantity: 1 });
    await shop.add(2, { name: "Blue teapot", price: "30.00", stockQuantity: 2 });
    await shop.add(3, { name: "Green mug", price: "8.00", stockQuantity: 0 });
    const found = async (query: Readonly<Record<string, string>>) => names((await search(shop, query)).body);
    expect(await found({})).toEqual(["Green mug", "Blue teapot", "Blue mug"]);
    expect(await found({ text: "BLU", sort: "price" })).toEqual(["Blue mug", "Blue teapot"]);
    expect(await found({ text: "mug", minPrice: "8", maxPrice: "8.5" })).toEqual(["Green mug"]);
    expect(await found({ available: "true", sort: "name" })).toEqual(["Blue mug", "Blue teapot"]);
    expect(await found({ text: "mug", available: "false" })).toEqual(["Green mug"]);
    const [green] = (await search(shop, { limit: "1" })).body.items;
    expect(green).toEqual({ ...green, description: 'The 3th, "in stock", and\nmore', stockQuantity: 0 });
    expect(Object.keys(green ?? {})).not.toContain("archivedAt");
  });

  test.for(productSorts)(
    "goes on where the page before ended, while products are added: by %s",
    async (sort, { shop }) => {
      for (let n = 1; n <= 5; n++) await shop.add(n, { name: `Name ${n % 2}`, price: `${n % 3}.00` });
      const all = (await search(shop, { sort })).body.items.map(({ id }) => id);
      const seen: string[] = [];
      let cursor: string | null = "";
      for (let page = 0; cursor !== null && page < 9; page++) {
        const { body } = await search(shop, { sort, limit: "2", ...(cursor === "" ? {} : { cursor }) });
        seen.push(...body.items.map(({ id }) => id));
        cursor = body.nextCursor;
        await shop.add(100 + page, { name: "Name 0", price: "0.00" });
      }
      expect(seen.filter((id) => all.includes(id))).toEqual(all);
      expect(new Set(seen).size).toBe(seen.length);
    },
  );
});

describe("a cursor", () => {
  test("is good for its own filters and sort only", async ({ shop }) => {
    for (let n = 1; n <= 4; n++) await shop.add(n, { name: "Mug", price: "5.00", stockQuantity: 1 });
    const query = { sort: "price", text: "mug", minPrice: "1", maxPrice: "9", available: "true" };
    const { body } = await search(shop, { ...query, limit: "2" });
    const cursor = body.nextCursor ?? "";
    expect((await search(shop, { ...query, limit: "3", cursor })).body.items).toHaveLength(2);
    const others = { sort: "name", text: "mugs", minPrice: "2", maxPrice: "8", available: "false" };
    for (const [name, value] of Object.entries(others)) {
      const answer = await search(shop, { ...query, [name]: value, cursor });
      expect.soft(answer, name).toMatchObject(problem(400, "invalid-cursor"));
    }
    const { sort, ...unsorted } = query;
    expect(await search(shop, { sort, cursor })).toMatchObject(problem(400, "invalid-cursor"));
    expect(await search(shop, { ...unsorted, cursor })).toMatchObject(problem(400, "invalid-cursor"));
  });

  test("that was forged, or is another's, is refused", async ({ shop, startService }) => {
    await shop.add(1);
    await shop.add(2);
    const { body } = await search(shop, { limit: "1" });
    const cursor = body.nextCursor ?? "";
    const [place = "", signature = ""] = cursor.split(".");
    const parsed = JSON.parse(Buffer.from(place, "base64url").toString("utf8")) as object;
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const forged = {
      empty: "",
      "no cursor": "abc",
      "without its signature": place,
      "with an empty signature": `${place}.`,
      "with more behind it": `${cursor}.${signature}`,
      "of another place": `${encode({ ...parsed, price: "0.00" })}.${signature}`,
      "with SQL": `${encode({ ...parsed, id: "' OR true --" })}.${signature}`,
      "with another signature": `${place}.${signature.replace(/^./, (first) => (first === "A" ? "B" : "A"))}`,
      "of the list of users": Buffer.from(JSON.stringify({ createdAt: 0, id: body.items[0]?.id })).toString(
        "base64url",
      ),
    };
    for (const [what, text] of Object.entries(forged)) {
      expect.soft(await search(shop, { cursor: text }), what).toMatchObject(problem(400, "invalid-cursor"));
    }
    expect(await search(shop, { cursor })).toMatchObject({ status: 200 });
    const elsewhere = await startService({
      environment: { TOKEN_SECRET: "another secret, of at least 32 bytes" },
      customize: withoutLogIn,
    });
    const elsewheres = await elsewhere.http.get(`/v1/products?cursor=${cursor}`, { token: shop.token });
    expect(elsewheres, "of another service").toMatchObject(problem(400, "invalid-cursor"));
  });

  test("has room for the longest name", async ({ shop }) => {
    for (let n = 1; n <= 3; n++) await shop.add(n, { name: "🫖".repeat(100) });
    const first = (await search(shop, { sort: "name", limit: "1" })).body;
    const second = await search(shop, { sort: "name", limit: "2", cursor: first.nextCursor ?? "" });
    expect(second).toMatchObject({ status: 200, body: { items: { length: 2 }, nextCursor: null } });
  });
});

test("a query that can't be is refused, naming every fault", async ({ shop }) => {
  const query = {
    sort: "colour",
    limit: "101",
    text: "",
    minPrice: "-1",
    maxPrice: "1e3",
    available: "perhaps",
    x: "1",
  };
  expect(await search(shop, query)).toMatchObject(
    problem(400, "invalid-request", [
      { pointer: "/query/x" },
      { pointer: "/query/text" },
      { pointer: "/query/minPrice" },
      { pointer: "/query/maxPrice" },
      { pointer: "/query/available" },
      { pointer: "/query/sort" },
      { pointer: "/query/limit" },
    ]),
  );
  expect(await search(shop, { minPrice: "100000000" })).toMatchObject(problem(422, "invalid-money"));
});
