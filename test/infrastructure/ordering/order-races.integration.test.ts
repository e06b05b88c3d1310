import { expect } from "vitest";
import { chair } from "#test/support/ordering/order-builder.ts";
import { type Order, test } from "#test/support/ordering/shop.ts";

const times = <T>(count: number, request: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => request(index)));

test("forty orders placed at once are forty orders, each with its items and a number of its own", async ({
  http,
  people,
  shop,
}) => {
  const ada = await people.member();
  const placed = await times(40, () => shop.place(ada));
  expect(new Set(placed.map(({ orderNumber }) => orderNumber)).size).toBe(40);
  const { body } = await http.get<{ items: Order[] }>("/v1/orders?limit=100", { token: ada.token });
  expect(new Set(body.items.map(({ id }) => id))).toEqual(new Set(placed.map(({ id }) => id)));
  for (const { items, totalAmount } of body.items) expect([items.length, totalAmount]).toEqual([2, "124.90"]);
});

test("of forty who ship one order at once one does", async ({ people, shop }) => {
  const order = await shop.place(await people.member());
  await shop.step(order, "confirm");
  const answers = await times(40, () => shop.step(order, "ship"));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(39);
});

test("of those who change an order while it is confirmed, none changes it afterwards", async ({
  http,
  people,
  shop,
}) => {
  const { token, ...ada } = await people.member();
  const order = await shop.place({ ...ada, token });
  const answers = await times(20, async (index) => {
    if (index === 10) return shop.step(order, "confirm");
    const items = [{ productId: chair, quantity: index + 1 }];
    return http.patch<Order>(`/v1/orders/${order.id}`, { items }, { token });
  });
  const versionOf = ({ headers }: { headers: Headers }) => Number(headers.get("etag")?.replaceAll('"', ""));
  const confirmed = answers[10]!;
  const changed = answers.filter((answer) => answer.status === 200 && answer !== confirmed);
  for (const answer of changed) expect(versionOf(answer)).toBeLessThan(versionOf(confirmed));
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(19 - changed.length);
  const { body } = await http.get<Order>(`/v1/orders/${order.id}`, { token });
  expect(body.items).toEqual(confirmed.body.items);
  expect(body.status).toBe("confirmed");
});
