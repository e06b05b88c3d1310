import { expect } from "vitest";
import { problem } from "#test/support/http-client.ts";
import { chair, lamp, table } from "#test/support/ordering/order-builder.ts";
import { test } from "#test/support/ordering/shop.ts";

test("sales are reported by day of a time zone and by product", async ({ http, people, shop, clock }) => {
  const ada = await people.member();
  const order = await shop.place(ada);
  await shop.place(ada);
  await shop.step(order, "confirm");
  const report = <Body>(path: string) => http.get<Body>(path, { token: shop.admin.token });
  for (const timeZone of ["UTC", "Asia/Tokyo", "America/Los_Angeles"]) {
    const day = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(clock.now());
    const period = `from=${day}&to=${day}&timeZone=${timeZone}`;
    const byDay = await report(`/v1/sales/by-day?${period}`);
    expect(byDay).toMatchObject({ status: 200, body: { items: [{ day, orders: 1, revenue: "124.90" }] } });
    expect(await report(`/v1/sales/by-product?${period}`)).toMatchObject({
      status: 200,
      body: {
        items: [
          { productId: table, name: "Table", quantity: 1, revenue: "99.90" },
          { productId: chair, name: "Chair", quantity: 2, revenue: "25.00" },
        ],
      },
    });
    const first = await report<{ items: unknown[] }>(`/v1/sales/by-product?${period}&limit=1`);
    expect(first.body.items).toHaveLength(1);
  }
});

test("a period that isn't is refused", async ({ http, shop }) => {
  const { token } = shop.admin;
  const report = (query: string) => http.get(`/v1/sales/by-day?${query}`, { token });
  expect(await report("from=2026-03-02&to=2026-03-01")).toMatchObject(problem(422, "invalid-period"));
  expect(await report("from=2025-01-01&to=2026-03-01")).toMatchObject(problem(422, "invalid-period"));
  const march = "from=2026-03-01&to=2026-03-31";
  expect(await report(`${march}&timeZone=Mars/Olympus`)).toMatchObject(problem(422, "unknown-time-zone"));
  expect(await report(`${march}&timeZone=US/Pacific-New`)).toMatchObject(problem(422, "unknown-time-zone"));
  expect(await report("from=2026-02-29&to=infinity")).toMatchObject(
    problem(400, "invalid-request", [{ pointer: "/query/from" }, { pointer: "/query/to" }]),
  );
  expect(await report("to=2026-03-31")).toMatchObject(problem(400, "invalid-request"));
});

test("what a product costs is told by an administrator", async ({ http, people, shop }) => {
  const ada = await people.member();
  expect((await shop.place(ada)).totalAmount).toBe("124.90");
  expect(await shop.put(chair, { name: "Armchair", price: "20.00" })).toMatchObject({ status: 204, body: null });
  expect((await shop.place(ada)).totalAmount).toBe("139.90");
  for (const price of ["-1", "1.234", "1e3", "100000000", "", "NaN", 12.5]) {
    const answer = await shop.put(lamp, { name: "Lamp", price });
    expect(answer, String(price)).toMatchObject(problem(400, "invalid-request", [{ pointer: "/body/price" }]));
  }
  expect(await shop.put(lamp, { name: " ", price: "1" })).toMatchObject(problem(422, "invalid-product"));
  const items = [{ productId: lamp, quantity: 1 }];
  const placed = await http.post("/v1/orders", { items }, { token: ada.token });
  expect(placed).toMatchObject({ body: { totalAmount: "0.10" } });
});
