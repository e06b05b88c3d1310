import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { parseId } from "#domain/shared/id.ts";
import { milliseconds } from "#infrastructure/shared/http/creation-cursor.ts";
import { pageFields, pageOf } from "#infrastructure/shared/http/pages.ts";
import { closed, id } from "#infrastructure/shared/http/schemas.ts";
import { invalidSignedCursor, signedCursorOf } from "#infrastructure/shared/http/signed-cursor.ts";
import {
  invalidPrice,
  priceText,
  ProductListingView,
  ProductSortText,
  toProductListingView,
} from "./catalog-schemas.ts";
import type { CatalogRoutesOptions } from "./route-options.ts";

const SearchQuery = Type.Object(
  {
    text: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        examples: ["blue mug"],
        description: "Words: each must begin a word of the name or of the description.",
      }),
    ),
    minPrice: Type.Optional({ ...priceText, description: "The lowest price." }),
    maxPrice: Type.Optional({ ...priceText, description: "The highest price." }),
    available: Type.Optional(Type.Boolean({ description: "true: with pieces left; false: sold out." })),
    sort: ProductSortText,
    ...pageFields,
  },
  closed,
);
const SearchView = Type.Object(pageOf(ProductListingView), { description: "A page of products." });

const Position = Type.Object(
  { id, createdAt: milliseconds, price: priceText, name: Type.String({ maxLength: 200 }) },
  closed,
);

export const productSearchRoutes =
  ({ catalog, authentication, secret }: CatalogRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    const cursors = signedCursorOf(Position, secret);

    app.get(
      "/v1/products",
      {
        onRequest: authentication.authenticated,
        schema: {
          tags: ["catalog: products"],
          operationId: "searchProducts",
          summary: "Search products",
          description: "Those that are sold, newest first, cheapest first or by name. Filters can be combined.",
          querystring: SearchQuery,
          response: { 200: SearchView },
          problems: [invalidSignedCursor(), invalidPrice],
        },
      },
      async ({ query: { cursor, limit, ...query } }) => {
        // Another size of the page is still the same list.
        const list = JSON.stringify([
          "products",
          query.sort,
          query.text,
          query.minPrice,
          query.maxPrice,
          query.available,
        ]);
        const after = cursor === undefined ? undefined : cursors.decode(cursor, list);
        const page = await catalog.searchProducts({
          ...query,
          limit,
          after: after && { ...after, id: parseId(after.id), createdAt: new Date(after.createdAt) },
        });
        return {
          items: page.items.map(toProductListingView),
          nextCursor:
            page.next === undefined
              ? null
              : cursors.encode({ ...pick(page.next), createdAt: page.next.createdAt.getTime() }, list),
        };
      },
    );
  };

function pick({ id: productId, price, name }: { id: string; price: string; name: string }) {
  return { id: productId, price, name };
}
