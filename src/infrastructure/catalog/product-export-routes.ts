import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { closed } from "#infrastructure/shared/http/schemas.ts";
import { type FormatName, formatNames, formats } from "./product-file-formats.ts";
import type { CatalogRoutesOptions } from "./route-options.ts";

const ExportQuery = Type.Object(
  {
    format: Type.Unsafe<FormatName>(
      Type.String({ enum: [...formatNames], default: "csv", description: "Of the file." }),
    ),
  },
  closed,
);
const content = Object.fromEntries(
  Object.values(formats).map(({ mediaType }) => [mediaType, { schema: Type.Unsafe<PassThrough>(Type.String()) }]),
);

export const productExportRoutes =
  ({ catalog, authentication }: CatalogRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get(
      "/v1/products/export",
      {
        onRequest: authentication.adminOnly,
        schema: {
          tags: ["catalog: files"],
          operationId: "exportProducts",
          summary: "Export all products that are sold, as CSV or NDJSON",
          description: "As the import takes them. All are of one moment; they are sent as fast as they are read.",
          querystring: ExportQuery,
          response: { 200: { description: "The products, in the order of their SKUs.", content } },
        },
      },
      async ({ query, log }, reply) => {
        const { mediaType, write } = formats[query.format];
        const body = new PassThrough();
        // The response pulls: what it doesn't take isn't fetched. When its client hangs up it destroys `body`, and that ends the loop.
        catalog
          .exportProducts((products) => pipeline(products, write, body))
          .catch((error: unknown) => {
            // Once the answer has begun, its client only sees that it is cut off.
            if (reply.raw.headersSent && !hasGone(error)) log.error({ err: error }, "the export was cut off");
            body.destroy(error as Error);
          });
        return reply
          .type(`${mediaType}; charset=utf-8`)
          .header("content-disposition", `attachment; filename="products.${query.format}"`)
          .send(body);
      },
    );
  };

/** Whether it was the client who hung up. */
function hasGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE";
}
