import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import {
  InvalidDescription,
  InvalidProductName,
  InvalidQuantity,
  InvalidSku,
  NotEnoughStock,
  ProductIsArchived,
  ProductNotFound,
  SkuAlreadyTaken,
} from "#domain/catalog/errors.ts";
import { mostStock } from "#domain/catalog/product-details.ts";
import { parseId } from "#domain/shared/id.ts";
import { RequiredIfMatch, requiredIfMatchProblems, requireIfMatch, toETag } from "#infrastructure/shared/http/etag.ts";
import { closed, id, IdParams } from "#infrastructure/shared/http/schemas.ts";
import {
  descriptionText,
  invalidPrice,
  nameText,
  priceText,
  ProductBody,
  ProductView,
  QuantityBody,
  toProductView,
} from "./catalog-schemas.ts";
import type { CatalogRoutesOptions } from "./route-options.ts";

const RevisionBody = Type.Partial(Type.Object({ name: nameText, description: descriptionText }), {
  ...closed,
  minProperties: 1,
});
const PriceBody = Type.Object({ price: priceText }, closed);
const ArchiveBody = Type.Object({ ids: Type.Array(id, { minItems: 1, maxItems: 1000 }) }, closed);
const ArchivedView = Type.Object(
  { archived: Type.Integer({ description: "How many were not archived before." }) },
  { description: "All of them are archived." },
);

const schema = { tags: ["catalog: products"] };

export const productRoutes =
  ({ catalog, authentication: { authenticated, adminOnly } }: CatalogRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.post(
      "/v1/products",
      {
        onRequest: adminOnly,
        schema: {
          ...schema,
          operationId: "addProduct",
          summary: "Add a product",
          body: ProductBody,
          response: { 201: ProductView },
          problems: [
            new SkuAlreadyTaken(),
            new InvalidSku(),
            new InvalidProductName(),
            new InvalidDescription(),
            invalidPrice,
          ],
        },
      },
      async ({ body }, reply) => {
        const product = await catalog.addProduct({ ...body, description: body.description ?? null });
        return reply
          .code(201)
          .header("etag", toETag(product.version))
          .header("location", `/v1/products/${product.id}`)
          .send(toProductView(product));
      },
    );

    app.get(
      "/v1/products/:id",
      {
        onRequest: authenticated,
        schema: {
          ...schema,
          operationId: "readProduct",
          summary: "Read a product, also an archived one",
          params: IdParams,
          response: { 200: ProductView },
          problems: [new ProductNotFound()],
        },
      },
      async ({ params }, reply) => {
        const product = await catalog.readProduct(parseId(params.id));
        return reply.header("etag", toETag(product.version)).send(toProductView(product));
      },
    );

    app.patch(
      "/v1/products/:id",
      {
        onRequest: adminOnly,
        schema: {
          ...schema,
          operationId: "reviseProduct",
          summary: "Revise what a product is called and how it is described",
          description: "A field that is not given stays as it is; null clears the description.",
          params: IdParams,
          headers: RequiredIfMatch,
          body: RevisionBody,
          response: { 200: ProductView },
          problems: [
            new ProductNotFound(),
            new ProductIsArchived(),
            new InvalidProductName(),
            new InvalidDescription(),
            ...requiredIfMatchProblems("The product"),
          ],
        },
      },
      async ({ params, body, headers }, reply) => {
        const expectedVersion = requireIfMatch(headers["if-match"]);
        const product = await catalog.reviseProduct({ id: parseId(params.id), ...body, expectedVersion });
        return reply.header("etag", toETag(product.version)).send(toProductView(product));
      },
    );

    app.put(
      "/v1/products/:id/price",
      {
        onRequest: adminOnly,
        schema: {
          ...schema,
          operationId: "changePrice",
          summary: "Change the price of a product",
          params: IdParams,
          headers: RequiredIfMatch,
          body: PriceBody,
          response: { 200: ProductView },
          problems: [
            new ProductNotFound(),
            new ProductIsArchived(),
            invalidPrice,
            ...requiredIfMatchProblems("The product"),
          ],
        },
      },
      async ({ params, body, headers }, reply) => {
        const expectedVersion = requireIfMatch(headers["if-match"]);
        const product = await catalog.changePrice(parseId(params.id), body.price, { expectedVersion });
        return reply.header("etag", toETag(product.version)).send(toProductView(product));
      },
    );

    app.post(
      "/v1/products/:id/restock",
      {
        onRequest: adminOnly,
        schema: {
          ...schema,
          operationId: "restockProduct",
          summary: "Add pieces to the stock",
          description: "It counts up from whatever there is, so it needs no If-Match.",
          params: IdParams,
          body: QuantityBody,
          response: { 200: ProductView },
          problems: [
            new ProductNotFound(),
            new ProductIsArchived(),
            new InvalidQuantity(`The stock can't be more than ${mostStock}.`),
          ],
        },
      },
      async ({ params, body }, reply) => {
        const product = await catalog.restockProduct(parseId(params.id), body.quantity);
        return reply.header("etag", toETag(product.version)).send(toProductView(product));
      },
    );

    app.post(
      "/v1/products/:id/take-stock",
      {
        onRequest: adminOnly,
        schema: {
          ...schema,
          operationId: "takeStock",
          summary: "Take pieces from the stock",
          description:
            "Refused with 409 when there are fewer. It counts down from whatever there is, so it needs no If-Match.",
          params: IdParams,
          body: QuantityBody,
          response: { 200: ProductView },
          problems: [new ProductNotFound(), new ProductIsArchived(), new NotEnoughStock(3, 2)],
        },
      },
      async ({ params, body }, reply) => {
        const product = await catalog.takeStock(parseId(params.id), body.quantity);
        return reply.header("etag", toETag(product.version)).send(toProductView(product));
      },
    );

    app.post(
      "/v1/products/archive",
      {
        onRequest: adminOnly,
        schema: {
          ...schema,
          operationId: "archiveProducts",
          summary: "Archive products",
          description:
            "All or none of them: one that is unknown refuses the whole. Archived ones can't be changed any more.",
          body: ArchiveBody,
          response: { 200: ArchivedView },
          problems: [new ProductNotFound()],
        },
      },
      async ({ body }) => ({
        archived: await catalog.archiveProducts(body.ids.map((productId) => parseId(productId))),
      }),
    );
  };
