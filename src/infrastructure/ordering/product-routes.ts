import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { InvalidProduct } from "#domain/ordering/errors.ts";
import { parseId } from "#domain/shared/id.ts";
import { closed, IdParams, NoContent } from "#infrastructure/shared/http/schemas.ts";
import { priceText } from "./ordering-schemas.ts";
import type { OrderingRoutesOptions } from "./route-options.ts";

const ProductBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200, examples: ["Chair"] }),
    price: priceText,
    available: Type.Boolean({ description: "Whether it can be ordered now." }),
  },
  closed,
);

export const productRoutes =
  ({ ordering, authentication }: OrderingRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.put(
      "/v1/ordering/products/:id",
      {
        onRequest: authentication.adminOnly,
        schema: {
          tags: ["ordering: products"],
          operationId: "putProduct",
          summary: "Tell ordering what a product costs",
          description: "From now on; orders that were placed keep their prices.",
          params: IdParams,
          body: ProductBody,
          response: { 204: NoContent },
          problems: [new InvalidProduct("A product's name must have 1 to 200 characters.")],
        },
      },
      async ({ params, body }, reply) => {
        await ordering.putProduct({ id: parseId(params.id), ...body });
        return reply.code(204).send(null);
      },
    );
  };
