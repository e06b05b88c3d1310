import { describe, expect, test } from "vitest";
import { ImpossibleStep, InvalidOrderNumber, OrderNotFound } from "#domain/ordering/errors.ts";
import type { OrderId } from "#domain/ordering/order.ts";
import { ConcurrencyConflict } from "#domain/shared/domain-error.ts";
import { ada, chair, grace } from "#test/support/ordering/order-builder.ts";
import { asAdmin, asCustomer, inMemoryOrdering } from "#test/support/ordering/test-ordering.ts";

type Context = Awaited<ReturnType<typeof inMemoryOrdering>>;
const items = [{ productId: chair, quantity: 1 }];

test("an order is changed, confirmed, shipped and delivered", async () => {
  const { ordering, place } = await inMemoryOrdering();
  const { id: orderId } = await place();
  const actor = asCustomer(ada);
  expect(await ordering.changeQuantities({ actor, orderId, items })).toMatchObject({
    totalAmount: "112.40",
    version: 2,
  });
  expect(await ordering.confirmOrder(orderId)).toMatchObject({ status: "confirmed" });
  await expect(ordering.changeQuantities({ actor, orderId, items })).rejects.toThrow(ImpossibleStep);
  expect(await ordering.shipOrder(orderId)).toMatchObject({ status: "shipped" });
  await expect(ordering.cancelOrder(actor, orderId)).rejects.toThrow(ImpossibleStep);
  expect(await ordering.deliverOrder(orderId)).toMatchObject({ status: "delivered", version: 5 });
});

test("a step with a version that is old by now is a conflict", async () => {
  const { ordering, place } = await inMemoryOrdering();
  const { id: orderId } = await place();
  await ordering.changeQuantities({ actor: asCustomer(ada), orderId, items, expectedVersion: 1 });
  await expect(ordering.confirmOrder(orderId, 1)).rejects.toThrow(ConcurrencyConflict);
  await expect(ordering.cancelOrder(asCustomer(ada), orderId, 1)).rejects.toThrow(ConcurrencyConflict);
  expect(await ordering.confirmOrder(orderId, 2)).toMatchObject({ status: "confirmed" });
  await expect(ordering.shipOrder(orderId, 2)).rejects.toThrow(ConcurrencyConflict);
  expect(await ordering.shipOrder(orderId, 3)).toMatchObject({ status: "shipped" });
  await expect(ordering.deliverOrder(orderId, 3)).rejects.toThrow(ConcurrencyConflict);
});

describe("another customer's order", () => {
  test.for<[string, (context: Context, orderId: OrderId, actor: typeof asAdmin) => Promise<unknown>]>([
    ["read", ({ ordering }, orderId, actor) => ordering.readOrder(actor, orderId)],
    [
      "read by its number",
      async ({ ordering, orders }, orderId, actor) =>
        ordering.readOrderByNumber(actor, (await orders.read(orderId)).snapshot.orderNumber.toLowerCase()),
    ],
    ["changed", ({ ordering }, orderId, actor) => ordering.changeQuantities({ actor, orderId, items })],
    ["cancelled", ({ ordering }, orderId, actor) => ordering.cancelOrder(actor, orderId)],
  ])("is not %s, as if it didn't exist; by its own customer or an administrator it is", async ([, work]) => {
    const context = await inMemoryOrdering();
    const order = await context.place(ada);
    await expect(work(context, order.id, asCustomer(grace))).rejects.toThrow(OrderNotFound);
    expect(await context.ordering.readOrder(asCustomer(ada), order.id)).toStrictEqual(order);
    await expect(work(context, order.id, asCustomer(ada))).resolves.toMatchObject({ id: order.id, customerId: ada });
    const another = await context.place(ada);
    await expect(work(context, another.id, asAdmin)).resolves.toMatchObject({ id: another.id, customerId: ada });
  });

  test("is not in the list, not even an administrator's", async () => {
    const { ordering, place } = await inMemoryOrdering();
    const { id } = await place(ada);
    await place(grace);
    expect((await ordering.listOrders({ customerId: ada, limit: 9 })).items).toMatchObject([{ id }]);
  });
});

test("an order number that was misread is refused", async () => {
  const { ordering, place } = await inMemoryOrdering();
  const { orderNumber } = await place();
  const misread = orderNumber.replace(/.$/, (last) => (last === "7" ? "8" : "7"));
  await expect(ordering.readOrderByNumber(asCustomer(ada), misread)).rejects.toThrow(InvalidOrderNumber);
});
