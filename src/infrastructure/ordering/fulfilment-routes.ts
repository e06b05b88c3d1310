import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { ImpossibleStep, OrderNotFound } from "#domain/ordering/errors.ts";
import { statusesBefore } from "#domain/ordering/order-status.ts";
import { parseId } from "#domain/shared/id.ts";
import { IfMatch, ifMatchProblems, readIfMatch, toETag } from "#infrastructure/shared/http/etag.ts";
import { IdParams } from "#infrastructure/shared/http/schemas.ts";
import { OrderView, toOrderView } from "./ordering-schemas.ts";
import type { OrderingRoutesOptions } from "./route-options.ts";

export const fulfilmentRoutes =
  ({ ordering, authentication }: OrderingRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    const steps = [
      { path: "confirm", operationId: "confirmOrder", summary: "Confirm a pending order", take: ordering.confirmOrder },
      { path: "ship", operationId: "shipOrder", summary: "Ship a confirmed order", take: ordering.shipOrder },
      { path: "deliver", operationId: "deliverOrder", summary: "Deliver a shipped order", take: ordering.deliverOrder },
    ] as const;
    for (const { path, operationId, summary, take } of steps) {
      app.post(
        `/v1/orders/:id/${path}`,
        {
          onRequest: authentication.adminOnly,
          schema: {
            tags: ["ordering: fulfilment"],
            operationId,
            summary,
            params: IdParams,
            headers: IfMatch,
            response: { 200: OrderView },
            problems: [
              new OrderNotFound(),
              new ImpossibleStep(path, "cancelled", statusesBefore[path]),
              ...ifMatchProblems("The order"),
            ],
          },
        },
        async ({ params, headers }, reply) => {
          const order = await take(parseId(params.id), readIfMatch(headers["if-match"]));
          return reply.header("etag", toETag(order.version)).send(toOrderView(order));
        },
      );
    }
  };
