import { describe, expect, test } from "vitest";
import { createOrdering } from "#application/ordering/ordering.ts";
import { InvalidProduct, OrderNumberTaken, ProductNotAvailable, UnknownProduct } from "#domain/ordering/errors.ts";
import { OrderFactory } from "#domain/ordering/order-factory.ts";
import { OrderNumber } from "#domain/ordering/order-number.ts";
import { parseId } from "#domain/shared/id.ts";
import { InvalidMoney } from "#domain/shared/money.ts";
import { uuidGenerator } from "#infrastructure/shared/uuid-generator.ts";
import { ada, chair, lamp, table } from "#test/support/ordering/order-builder.ts";
import { inMemoryOrdering } from "#test/support/ordering/test-ordering.ts";

const unknown = parseId<"Product">("ffffffff-0000-7000-8000-000000000000");
const one = (productId: typeof chair) => ({ customerId: ada, items: [{ productId, quantity: 1 }] });

describe("placing an order", () => {
  test("takes the prices of this moment, which the order keeps", async () => {
    const { ordering, place, orders } = await inMemoryOrdering();
    const order = await place();
    expect(order).toMatchObject({ customerId: ada, status: "pending", totalAmount: "124.90", version: 1 });
    await ordering.putProduct({ id: chair, name: "Chair", price: "20", available: true });
    expect((await orders.read(order.id)).snapshot).toStrictEqual(order);
    expect((await place()).totalAmount).toBe("139.90");
  });

  test("is refused for a product that is unknown, or not for sale now", async () => {
    const { ordering, customerOrders } = await inMemoryOrdering();
    await ordering.putProduct({ id: lamp, name: "Lamp", price: "0.10", available: false });
    await expect(ordering.placeOrder(one(unknown))).rejects.toThrow(UnknownProduct);
    await expect(ordering.placeOrder(one(lamp))).rejects.toThrow(ProductNotAvailable);
    expect((await customerOrders.list(ada, 9)).items).toEqual([]);
    await ordering.putProduct({ id: lamp, name: "Lamp", price: "0.10", available: true });
    expect(await ordering.placeOrder(one(lamp))).toMatchObject({ totalAmount: "0.10" });
  });
});

describe("an order number that another order has", () => {
  /** Ordering whose order numbers are those at the given places, then all the same. */
  async function withNumbers(...indices: number[]) {
    const { ordering: _, ...ports } = await inMemoryOrdering();
    const orderNumbers = { next: () => OrderNumber.at(indices.length > 1 ? indices.shift()! : indices[0]!) };
    const orderFactory = new OrderFactory(ports.clock, uuidGenerator, orderNumbers);
    return { ...ports, ordering: createOrdering({ ...ports, orderFactory }) };
  }

  test("is not given to the next: it gets another", async () => {
    const { ordering } = await withNumbers(1, 1, 1, 1, 1, 2);
    const first = await ordering.placeOrder(one(chair));
    const second = await ordering.placeOrder(one(table));
    expect([first.orderNumber, second.orderNumber]).toEqual(["0000-0012", "0000-0024"]);
    expect(first.id).not.toBe(second.id);
  });

  test("is an error when every one of five is taken", async () => {
    const { ordering, customerOrders } = await withNumbers(1, 1, 1, 1, 1, 1, 2);
    await ordering.placeOrder(one(chair));
    await expect(ordering.placeOrder(one(table))).rejects.toThrow(OrderNumberTaken);
    expect((await customerOrders.list(ada, 9)).items).toHaveLength(1);
  });
});

test.for([
  ["a price below 0", { price: "-0.01" }, InvalidProduct],
  ["a price that is none", { price: "12,50" }, InvalidMoney],
  ["a price with tenths of cents", { price: "0.001" }, InvalidMoney],
  ["no name", { name: "  " }, InvalidProduct],
  ["a name too long", { name: "x".repeat(201) }, InvalidProduct],
] as const)("a product with %s is refused, and stays what it was", async ([, wrong, refusal]) => {
  const { ordering, place } = await inMemoryOrdering();
  const put = ordering.putProduct({ id: chair, name: "Chair", price: "1", available: false, ...wrong });
  await expect(put).rejects.toThrow(refusal);
  expect((await place()).totalAmount).toBe("124.90");
});
