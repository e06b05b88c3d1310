import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { parseId } from "#domain/shared/id.ts";
import { problems } from "#infrastructure/shared/http/problem-responses.ts";
import { signedCursorOf } from "#infrastructure/shared/http/signed-cursor.ts";
import { priceText, ProductListingView, ProductSortText, productId, toProductListingView } from "./catalog-schemas.ts";
import type { CatalogRoutesOptions } from "./route-options.ts";

const closed = { additionalProperties: false };
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
    minPrice: Type.Optional(priceText),
    maxPrice: Type.Optional(priceText),
    available: Type.Optional(Type.Boolean({ description: "true: with pieces left; false: sold out." })),
    sort: ProductSortText,
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
    cursor: Type.Optional(
      Type.String({ maxLength: 2000, description: "nextCursor of the page before, with the same filters and sort." }),
    ),
  },
  closed,
);
const SearchView = Type.Object(
  { items: Type.Array(ProductListingView), nextCursor: Type.Union([Type.String(), Type.Null()]) },
  { description: "A page of products; nextCursor is null on the last one." },
);

/** Milliseconds since 1970: unlike a text of the format date-time, every such number is a `Date`. */
const milliseconds = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 });
const Position = Type.Object(
  { id: productId, createdAt: milliseconds, price: priceText, name: Type.String({ maxLength: 200 }) },
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
          summary: "Search products",
          description: "Those that are sold, newest first, cheapest first or by name. Filters can be combined.",
          querystring: SearchQuery,
          response: { 200: SearchView, ...problems(422) },
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

function pick({ id, price, name }: { id: string; price: string; name: string }) {
  return { id, price, name };
}
