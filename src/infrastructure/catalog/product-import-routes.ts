import type { IncomingMessage } from "node:http";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import type { BadLine } from "#application/catalog/import-products.ts";
import { RequestFault } from "#infrastructure/shared/http/request-fault.ts";
import { wrongHeading } from "./csv-products.ts";
import { bodyTooLarge, limitedBody } from "./limited-body.ts";
import { formats } from "./product-file-formats.ts";
import type { CatalogRoutesOptions } from "./route-options.ts";

/**
 * In bytes. More is for the command: `npm run catalog -- import <file>`. The body is read no faster than it is stored, and a
 * request that takes longer than the server's `requestTimeout` to arrive is cut off.
 */
const mostBytes = 4 * 1024 * 1024;
/** Of an answer. */
const mostBadLines = 1000;

const ImportView = Type.Object(
  {
    products: Type.Integer({ description: "Lines with a product, good or bad." }),
    added: Type.Integer(),
    changed: Type.Integer(),
    unchanged: Type.Integer({ description: "Were stored just so before." }),
    refused: Type.Integer(),
    badLines: Type.Array(Type.Object({ line: Type.Integer(), reason: Type.String() }), {
      description: `Why they were refused; the first ${mostBadLines}.`,
    }),
  },
  { description: "What became of the lines. The good ones are stored, whatever the others are." },
);
const file = (example: string) => ({ schema: Type.String({ examples: [example] }) });
const csvExample = 'sku,name,description,price,stockQuantity\nMUG-1,"Mug, blue",,12.50,20\n';
const ndjsonExample = '{"sku":"MUG-1","name":"Mug, blue","description":null,"price":"12.50","stockQuantity":20}\n';

export const productImportRoutes =
  ({ catalog, authentication }: CatalogRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    const byMediaType = new Map(Object.values(formats).map((format) => [format.mediaType, format]));
    // Only in this plugin: all other routes read JSON alone. The body isn't read here but in the handler, bit by bit.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser([...byMediaType.keys()], (_request, payload, done) => done(null, payload));

    app.post(
      "/v1/products/import",
      {
        onRequest: authentication.adminOnly,
        // What is a stream can't be validated as a whole.
        validatorCompiler: () => () => true,
        schema: {
          tags: ["catalog: files"],
          operationId: "importProducts",
          summary: "Import products from CSV or NDJSON",
          description:
            "Products whose SKU is known are brought to what the file says, others are added; archived ones are refused. " +
            "It is stored in batches: an import that was cut off is completed by sending it again. " +
            `At most ${mostBytes / 1024 / 1024} MiB.`,
          body: { content: { "text/csv": file(csvExample), "application/x-ndjson": file(ndjsonExample) } },
          response: { 200: ImportView },
          problems: [bodyTooLarge(mostBytes), wrongHeading("price is missing")],
        },
      },
      async ({ headers, body }) => {
        const format = byMediaType.get(/^[^;\s]*/.exec(headers["content-type"] ?? "")?.[0].toLowerCase() ?? "");
        // Without a body no parser was asked, so none has refused its type.
        if (format === undefined) {
          const types = [...byMediaType.keys()].join(" or ");
          throw new RequestFault(
            415,
            "unsupported-media-type",
            `Send a file as the body, with the Content-Type ${types}.`,
          );
        }
        const badLines: BadLine[] = [];
        const counts = await catalog.importProducts(format.read(limitedBody(body as IncomingMessage, mostBytes)), {
          badLine: (line) => {
            if (badLines.length < mostBadLines) badLines.push(line);
          },
        });
        return { ...counts, badLines };
      },
    );
  };
