import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { parseId } from "#domain/shared/id.ts";
import { readIfMatch, toETag } from "#infrastructure/shared/http/etag.ts";
import { problems } from "#infrastructure/shared/http/problem-responses.ts";
import { IdParams, IfMatch, OrderView, toOrderView } from "./ordering-schemas.ts";
import type { OrderingRoutesOptions } from "./route-options.ts";

export const fulfilmentRoutes =
  ({ ordering, authentication }: OrderingRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    const steps = [
      { path: "confirm", summary: "Confirm a pending order", take: ordering.confirmOrder },
      { path: "ship", summary: "Ship a confirmed order", take: ordering.shipOrder },
      { path: "deliver", summary: "Deliver a shipped order", take: ordering.deliverOrder },
    ];
    for (const { path, summary, take } of steps) {
      app.post(
        `/v1/orders/:id/${path}`,
        {
          onRequest: authentication.adminOnly,
          schema: {
            tags: ["ordering: fulfilment"],
            summary,
            params: IdParams,
            headers: IfMatch,
            response: { 200: OrderView, ...problems(404, 409, 412) },
          },
        },
        async ({ params, headers }, reply) => {
          const order = await take(parseId(params.id), readIfMatch(headers["if-match"]));
          return reply.header("etag", toETag(order.version)).send(toOrderView(order));
        },
      );
    }
  };
