import { type Static, Type } from "@sinclair/typebox";
import { mostItems, mostOfAProduct } from "#domain/ordering/order-item.ts";
import { orderStatuses } from "#domain/ordering/order-status.ts";
import type { OrderSnapshot } from "#domain/ordering/order.ts";
import { amount, closed, id, instant } from "#infrastructure/shared/http/schemas.ts";

export const priceText = Type.String({ pattern: "^\\d{1,8}(\\.\\d{1,2})?$", examples: ["12.50"] });
const orderNumber = Type.String({ description: "For people: unique, easy to read out.", examples: ["7KQ2-M4XP"] });
const Status = Type.Unsafe<OrderSnapshot["status"]>(Type.String({ enum: [...orderStatuses] }));

const itemsOf = (fewest: number) =>
  Type.Array(
    Type.Object(
      { productId: id, quantity: Type.Integer({ minimum: fewest, maximum: mostOfAProduct, examples: [2] }) },
      closed,
    ),
    { minItems: 1, maxItems: mostItems, description: "Each product once." },
  );
export const PlaceBody = Type.Object({ items: itemsOf(1) }, closed);
export const QuantitiesBody = Type.Object({ items: itemsOf(0) }, closed);

export const OrderView = Type.Object(
  {
    id,
    orderNumber,
    customerId: id,
    status: Status,
    items: Type.Array(Type.Object({ productId: id, quantity: Type.Integer(), unitPrice: amount, subtotal: amount }), {
      description: "At the prices of when the order was placed.",
    }),
    totalAmount: amount,
    createdAt: instant,
    updatedAt: instant,
  },
  { description: "The order as it is now; the header ETag names its version." },
);

export const SalesOfDayView = Type.Object({
  day: Type.String({ format: "date", examples: ["2026-11-21"] }),
  orders: Type.Integer(),
  revenue: amount,
});

export const SalesOfProductView = Type.Object({
  productId: id,
  name: Type.Union([Type.String(), Type.Null()], { description: "Today's; null where it isn't known any more." }),
  quantity: Type.Integer(),
  revenue: amount,
});

export function toOrderView({ createdAt, updatedAt, items, ...order }: OrderSnapshot) {
  const view: Static<typeof OrderView> = {
    ...order,
    items: items.map((item) => ({ ...item })),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
  return view;
}
