import { describe, expect } from "vitest";
import { OrderNumber } from "#domain/ordering/order-number.ts";
import { ordering } from "#infrastructure/ordering/module.ts";
import { problem } from "#test/support/http-client.ts";
import { chair, lamp, table } from "#test/support/ordering/order-builder.ts";
import { type Order, test } from "#test/support/ordering/shop.ts";

interface OrderPage {
  readonly items: readonly Order[];
  readonly nextCursor: string | null;
}

const nothing = "0192f5d0-0000-7000-8000-000000000000";

describe("an order", () => {
  test("is placed at the prices of that moment, and read again", async ({ http, people, shop }) => {
    const { id: customerId, token } = await people.member();
    const items = [
      { productId: table, quantity: 1 },
      { productId: lamp, quantity: 3 },
    ];
    const placed = await http.post<Order>("/v1/orders", { items }, { token });
    expect(placed.status).toBe(201);
    expect(placed.headers.get("etag")).toBe('"1"');
    expect(placed.body).toEqual({
      id: expect.any(String),
      orderNumber: expect.stringMatching(/^\w{4}-\w{4}$/),
      customerId,
      status: "pending",
      items: [
        { productId: table, quantity: 1, unitPrice: "99.90", subtotal: "99.90" },
        { productId: lamp, quantity: 3, unitPrice: "0.10", subtotal: "0.30" },
      ],
      totalAmount: "100.20",
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });

    await shop.put(table, { name: "Table", price: "200" });
    const { id, orderNumber } = placed.body;
    const read = await http.get(`/v1/orders/${id.toUpperCase()}`, { token });
    expect(read).toMatchObject({ status: 200, body: placed.body });
    expect(read.headers.get("etag")).toBe('"1"');
    const spelled = encodeURIComponent(orderNumber.toLowerCase().replace("-", " ").replaceAll("0", "o"));
    expect(await http.get(`/v1/orders/by-number/${spelled}`, { token })).toMatchObject({ body: placed.body });
  });

  test("is refused where it can't be fulfilled", async ({ http, people, shop }) => {
    const { token } = await people.member();
    const place = (...items: object[]) => http.post("/v1/orders", { items }, { token });
    await shop.put(lamp, { name: "Lamp", price: "0.10", available: false });
    const two = { productId: chair, quantity: 2 };
    expect(await place({ productId: nothing, quantity: 1 })).toMatchObject(problem(422, "unknown-product"));
    expect(await place(two, { productId: lamp, quantity: 1 })).toMatchObject(problem(409, "product-not-available"));
    expect(await place(two, { ...two, quantity: 1 })).toMatchObject(problem(422, "duplicate-product"));
    await shop.put(lamp, { name: "Gold", price: "99999999.99" });
    expect(await place(two, { productId: lamp, quantity: 1 })).toMatchObject(problem(422, "invalid-money"));
    expect(await http.get("/v1/orders", { token })).toMatchObject({ body: { items: [], nextCursor: null } });
  });

  test("gets another number where the first is taken", async ({ startService, people, shop }) => {
    const indices = [7, 7, 7, 8];
    const { http } = await startService({
      customize: (container) =>
        container.replace(ordering.orderNumbers, () => ({ next: () => OrderNumber.at(indices.shift()!) })),
    });
    expect(shop.admin.token).toBeDefined();
    const { token } = await people.member();
    const items = [{ productId: chair, quantity: 1 }];
    const first = await http.post<Order>("/v1/orders", { items }, { token });
    const second = await http.post<Order>("/v1/orders", { items }, { token });
    expect(first).toMatchObject({ status: 201, body: { orderNumber: OrderNumber.at(7).toString() } });
    expect(second).toMatchObject({ status: 201, body: { orderNumber: OrderNumber.at(8).toString() } });
  });

  test("has its quantities changed while it is pending", async ({ http, people, shop }) => {
    const ada = await people.member();
    const { token } = ada;
    const order = await shop.place(ada);
    const change = (items: object[], headers = {}) =>
      http.patch<Order>(`/v1/orders/${order.id}`, { items }, { token, headers });
    const changed = await change([
      { productId: chair, quantity: 1 },
      { productId: table, quantity: 0 },
    ]);
    expect(changed).toMatchObject({
      status: 200,
      body: { totalAmount: "12.50", items: [{ productId: chair, quantity: 1 }] },
    });
    expect(changed.body.items).toHaveLength(1);
    expect(changed.headers.get("etag")).toBe('"2"');

    const one = { productId: chair, quantity: 1 };
    expect(await change([one], { "if-match": '"1"' })).toMatchObject(problem(412, "concurrency-conflict"));
    expect(await change([{ ...one, quantity: 0 }])).toMatchObject(problem(422, "invalid-item-count"));
    expect(await change([{ productId: table, quantity: 1 }])).toMatchObject(problem(422, "product-not-in-order"));
    await shop.step(order, "confirm");
    expect(await change([one])).toMatchObject(problem(409, "impossible-step"));
    expect(await http.get(`/v1/orders/${order.id}`, { token })).toMatchObject({
      body: { ...changed.body, status: "confirmed", updatedAt: expect.any(String) },
    });
  });

  test("is confirmed, shipped and delivered, and then nothing more", async ({ people, shop }) => {
    const order = await shop.place(await people.member());
    expect(await shop.step(order, "ship")).toMatchObject(problem(409, "impossible-step"));
    expect(await shop.step(order, "confirm", '"2"')).toMatchObject(problem(412, "concurrency-conflict"));
    expect(await shop.step(order, "confirm", '"1"')).toMatchObject({ status: 200, body: { status: "confirmed" } });
    expect(await shop.step(order, "ship")).toMatchObject({ status: 200, body: { status: "shipped" } });
    const refused = await shop.step(order, "cancel");
    expect(refused).toMatchObject(problem(409, "impossible-step"));
    expect(refused.body).toHaveProperty(
      "detail",
      "The order is shipped, but cancel needs one that is pending or confirmed.",
    );
    const delivered = await shop.step(order, "deliver");
    expect(delivered).toMatchObject({ status: 200, body: { status: "delivered" } });
    expect(delivered.headers.get("etag")).toBe('"4"');
    for (const step of ["confirm", "ship", "deliver", "cancel"] as const) {
      expect(await shop.step(order, step), step).toMatchObject(problem(409, "impossible-step"));
    }
    expect(await shop.step({ ...order, id: nothing }, "confirm")).toMatchObject(problem(404, "order-not-found"));
  });

  test("is cancelled by its customer until it is shipped", async ({ http, people, shop }) => {
    const ada = await people.member();
    const order = await shop.place(ada);
    await shop.step(order, "confirm");
    const cancel = (headers = {}) =>
      http.post(`/v1/orders/${order.id}/cancel`, undefined, { token: ada.token, headers });
    expect(await cancel({ "if-match": '"1"' })).toMatchObject(problem(412, "concurrency-conflict"));
    expect(await cancel()).toMatchObject({ status: 200, body: { status: "cancelled" } });
    expect(await cancel()).toMatchObject(problem(409, "impossible-step"));
    expect(await shop.step(order, "ship")).toMatchObject(problem(409, "impossible-step"));
  });

  test("of another customer is not found, whatever is sent with it", async ({ http, people, shop }) => {
    const ada = await people.member();
    const { token } = await people.member();
    const { id, orderNumber } = await shop.place(ada);
    const items = [{ productId: chair, quantity: 1 }];
    const answersOf = async (theirs: string, number: string, headers = {}) => [
      await http.get(`/v1/orders/${theirs}`, { token }),
      await http.get(`/v1/orders/by-number/${number}`, { token }),
      await http.patch(`/v1/orders/${theirs}`, { items }, { token, headers }),
      await http.post(`/v1/orders/${theirs}/cancel`, undefined, { token, headers }),
    ];
    const plain = ({ status, body }: { status: number; body: unknown }) => {
      const { instance: _, requestId: __, ...rest } = body as Record<string, unknown>;
      return { status, ...rest };
    };
    const others = [
      ...(await answersOf(id, orderNumber)),
      ...(await answersOf(id, orderNumber, { "if-match": '"7"' })),
    ];
    const unknown = await answersOf(nothing, OrderNumber.at(0).toString());
    for (const answer of others) expect(answer).toMatchObject(problem(404, "order-not-found"));
    expect(others.map(plain)).toEqual([...unknown, ...unknown].map(plain));
    expect(await http.get(`/v1/orders/${id}`, { token: ada.token })).toMatchObject({ body: { status: "pending" } });
    expect(await http.get(`/v1/orders/${id}`, { token: shop.admin.token })).toMatchObject({ status: 200 });
  });
});

describe("a customer's orders", () => {
  test("come in pages, newest first with their items, and miss none while others are placed", async ({
    http,
    people,
    shop,
    clock,
  }) => {
    const ada = await people.member();
    const { token } = ada;
    await shop.place(await people.member());
    const ids: string[] = [];
    for (let count = 0; count < 5; count++) {
      if (count % 2 === 0) clock.forward({ milliseconds: 1 });
      ids.unshift((await shop.place(ada)).id);
    }
    const page = async (cursor = "") => (await http.get<OrderPage>(`/v1/orders?limit=2${cursor}`, { token })).body;
    const first = await page();
    await shop.place(ada);
    const second = await page(`&cursor=${first.nextCursor}`);
    const third = await page(`&cursor=${second.nextCursor}`);
    const items = [first, second, third].flatMap((one) => one.items);
    expect(items.map(({ id }) => id)).toEqual(ids);
    expect(items.map(({ totalAmount }) => totalAmount)).toEqual(Array.from({ length: 5 }, () => "124.90"));
    expect(items[4]).toMatchObject({
      items: [
        { productId: chair, quantity: 2 },
        { productId: table, quantity: 1 },
      ],
    });
    expect(third.nextCursor).toBeNull();
  });

  test("are not to be seen with a cursor that was forged", async ({ http, people }) => {
    const { token } = await people.member();
    const cursorOf = (place: unknown) => Buffer.from(JSON.stringify(place)).toString("base64url");
    const forged = ["", "abc", "%E2%82%AC", cursorOf({ id: nothing }), cursorOf({ createdAt: -1, id: nothing })];
    const more = [cursorOf({ createdAt: 0, id: "1" }), cursorOf({ createdAt: 0, id: nothing, customerId: nothing })];
    for (const cursor of [...forged, ...more]) {
      expect(await http.get(`/v1/orders?cursor=${cursor}`, { token })).toMatchObject(problem(400, "invalid-cursor"));
    }
  });
});
