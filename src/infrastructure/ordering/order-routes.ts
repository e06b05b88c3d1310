import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { customerOf } from "#application/ordering/visible-to.ts";
import type { ProductQuantity } from "#domain/ordering/order-item.ts";
import { parseId } from "#domain/shared/id.ts";
import { cursorOf } from "#infrastructure/shared/http/cursor.ts";
import { readIfMatch, toETag } from "#infrastructure/shared/http/etag.ts";
import { problems } from "#infrastructure/shared/http/problem-responses.ts";
import { id, IdParams, IfMatch, OrderView, PlaceBody, QuantitiesBody, toOrderView } from "./ordering-schemas.ts";
import type { OrderingRoutesOptions } from "./route-options.ts";

const closed = { additionalProperties: false };
const NumberParams = Type.Object({
  orderNumber: Type.String({ minLength: 1, maxLength: 20, examples: ["7KQ2-M4XP", "7kq2 m4xp"] }),
});
const ListQuery = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
    cursor: Type.Optional(Type.String({ maxLength: 500, description: "nextCursor of the page before." })),
  },
  closed,
);
const ListView = Type.Object(
  { items: Type.Array(OrderView), nextCursor: Type.Union([Type.String(), Type.Null()]) },
  { description: "A page of orders; nextCursor is null on the last one." },
);

/** Milliseconds since 1970: unlike a text of the format date-time, every such number is a `Date`. */
const milliseconds = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 });
const position = cursorOf(Type.Object({ createdAt: milliseconds, id }, closed));

const schema = { tags: ["ordering: orders"] };
const secret = "Another customer's order is not found; administrators find every one.";

export const orderRoutes =
  ({ ordering, authentication }: OrderingRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    const onRequest = authentication.authenticated;

    app.post(
      "/v1/orders",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "Place an order",
          description: "At the prices of this moment, which the order keeps.",
          body: PlaceBody,
          response: { 201: OrderView, ...problems(409, 422) },
        },
      },
      async ({ actor, body }, reply) => {
        const order = await ordering.placeOrder({ customerId: customerOf(actor), items: toItems(body.items) });
        return reply.code(201).header("etag", toETag(order.version)).send(toOrderView(order));
      },
    );

    app.get(
      "/v1/orders",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "List your orders, newest first",
          querystring: ListQuery,
          response: { 200: ListView },
        },
      },
      async ({ actor, query: { limit, cursor } }) => {
        const place = cursor === undefined ? undefined : position.decode(cursor);
        const after = place && { createdAt: new Date(place.createdAt), id: parseId<"Order">(place.id) };
        const { items, next } = await ordering.listOrders({ customerId: customerOf(actor), limit, after });
        const nextCursor = next ? position.encode({ createdAt: next.createdAt.getTime(), id: next.id }) : null;
        return { items: items.map(toOrderView), nextCursor };
      },
    );

    app.get(
      "/v1/orders/:id",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "Read an order",
          description: secret,
          params: IdParams,
          response: { 200: OrderView, ...problems(404) },
        },
      },
      async ({ actor, params }, reply) => {
        const order = await ordering.readOrder(actor, parseId(params.id));
        return reply.header("etag", toETag(order.version)).send(toOrderView(order));
      },
    );

    app.get(
      "/v1/orders/by-number/:orderNumber",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "Read an order by its number",
          description: `In any case, with or without the hyphen; O counts as 0, I and L as 1. ${secret}`,
          params: NumberParams,
          response: { 200: OrderView, ...problems(404, 422) },
        },
      },
      async ({ actor, params }, reply) => {
        const order = await ordering.readOrderByNumber(actor, params.orderNumber);
        return reply.header("etag", toETag(order.version)).send(toOrderView(order));
      },
    );

    app.patch(
      "/v1/orders/:id",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "Change quantities of a pending order",
          description: `At the order's prices. 0 takes a product out, those not named stay. ${secret}`,
          params: IdParams,
          headers: IfMatch,
          body: QuantitiesBody,
          response: { 200: OrderView, ...problems(404, 409, 412, 422) },
        },
      },
      async ({ actor, params, body, headers }, reply) => {
        const order = await ordering.changeQuantities({
          actor,
          orderId: parseId(params.id),
          items: toItems(body.items),
          expectedVersion: readIfMatch(headers["if-match"]),
        });
        return reply.header("etag", toETag(order.version)).send(toOrderView(order));
      },
    );

    app.post(
      "/v1/orders/:id/cancel",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "Cancel an order that isn't shipped",
          description: secret,
          params: IdParams,
          headers: IfMatch,
          response: { 200: OrderView, ...problems(404, 409, 412) },
        },
      },
      async ({ actor, params, headers }, reply) => {
        const order = await ordering.cancelOrder(actor, parseId(params.id), readIfMatch(headers["if-match"]));
        return reply.header("etag", toETag(order.version)).send(toOrderView(order));
      },
    );
  };

function toItems(items: readonly { readonly productId: string; readonly quantity: number }[]): ProductQuantity[] {
  return items.map(({ productId, quantity }) => ({ productId: parseId(productId), quantity }));
}
