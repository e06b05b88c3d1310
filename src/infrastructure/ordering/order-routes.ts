import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { customerOf } from "#application/ordering/visible-to.ts";
import {
  DuplicateProduct,
  ImpossibleStep,
  InvalidItemCount,
  OrderNotFound,
  OrderNumberTaken,
  ProductNotAvailable,
  ProductNotInOrder,
  UnknownProduct,
} from "#domain/ordering/errors.ts";
import { mostItems, type ProductQuantity } from "#domain/ordering/order-item.ts";
import { OrderNumber } from "#domain/ordering/order-number.ts";
import { statusesBefore } from "#domain/ordering/order-status.ts";
import { parseId } from "#domain/shared/id.ts";
import { Money } from "#domain/shared/money.ts";
import { creationCursor } from "#infrastructure/shared/http/creation-cursor.ts";
import { invalidCursor } from "#infrastructure/shared/http/cursor.ts";
import { IfMatch, ifMatchProblems, readIfMatch, toETag } from "#infrastructure/shared/http/etag.ts";
import { pageOf, PageQuery } from "#infrastructure/shared/http/pages.ts";
import { refusalOf } from "#infrastructure/shared/http/problem-responses.ts";
import { exampleId, IdParams } from "#infrastructure/shared/http/schemas.ts";
import { OrderView, PlaceBody, QuantitiesBody, toOrderView } from "./ordering-schemas.ts";
import type { OrderingRoutesOptions } from "./route-options.ts";

const NumberParams = Type.Object({
  orderNumber: Type.String({
    minLength: 1,
    maxLength: 20,
    examples: ["7KQ2-M4XP", "7kq2 m4xp"],
    description: "As somebody wrote it down.",
  }),
});
const ListView = Type.Object(pageOf(OrderView), { description: "A page of orders." });

const position = creationCursor<"Order">();
const tooExpensive = refusalOf(() => Money.parse("99999999.99").times(2));

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
          operationId: "placeOrder",
          summary: "Place an order",
          description: "At the prices of this moment, which the order keeps.",
          body: PlaceBody,
          response: { 201: OrderView },
          problems: [
            new ProductNotAvailable(exampleId),
            new UnknownProduct(exampleId),
            new DuplicateProduct(exampleId),
            tooExpensive,
            new OrderNumberTaken(),
          ],
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
          operationId: "listOrders",
          summary: "List your orders, newest first",
          querystring: PageQuery,
          response: { 200: ListView },
          problems: [invalidCursor()],
        },
      },
      async ({ actor, query: { limit, cursor } }) => {
        const after = cursor === undefined ? undefined : position.decode(cursor);
        const { items, next } = await ordering.listOrders({ customerId: customerOf(actor), limit, after });
        return { items: items.map(toOrderView), nextCursor: next === undefined ? null : position.encode(next) };
      },
    );

    app.get(
      "/v1/orders/:id",
      {
        onRequest,
        schema: {
          ...schema,
          operationId: "readOrder",
          summary: "Read an order",
          description: secret,
          params: IdParams,
          response: { 200: OrderView },
          problems: [new OrderNotFound()],
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
          operationId: "readOrderByNumber",
          summary: "Read an order by its number",
          description: `In any case, with or without the hyphen; O counts as 0, I and L as 1. ${secret}`,
          params: NumberParams,
          response: { 200: OrderView },
          problems: [new OrderNotFound(), refusalOf(() => OrderNumber.parse("7KQ2"))],
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
          operationId: "changeQuantities",
          summary: "Change quantities of a pending order",
          description: `At the order's prices. 0 takes a product out, those not named stay. ${secret}`,
          params: IdParams,
          headers: IfMatch,
          body: QuantitiesBody,
          response: { 200: OrderView },
          problems: [
            new OrderNotFound(),
            new ImpossibleStep("changeQuantities", "shipped", statusesBefore.changeQuantities),
            new ProductNotInOrder(exampleId),
            new DuplicateProduct(exampleId),
            new InvalidItemCount(0, mostItems),
            tooExpensive,
            ...ifMatchProblems("The order"),
          ],
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
          operationId: "cancelOrder",
          summary: "Cancel an order that isn't shipped",
          description: secret,
          params: IdParams,
          headers: IfMatch,
          response: { 200: OrderView },
          problems: [
            new OrderNotFound(),
            new ImpossibleStep("cancel", "shipped", statusesBefore.cancel),
            ...ifMatchProblems("The order"),
          ],
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
