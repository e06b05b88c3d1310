import { type Static, Type } from "@sinclair/typebox";
import { type ProductListing, productSorts } from "#application/catalog/product-search.ts";
import { mostStock, parsePrice } from "#domain/catalog/product-details.ts";
import type { ProductSnapshot } from "#domain/catalog/product.ts";
import { refusalOf } from "#infrastructure/shared/http/problem-responses.ts";
import { amount, closed, id, instant, orNull } from "#infrastructure/shared/http/schemas.ts";

const skuText = Type.String({
  minLength: 1,
  maxLength: 100,
  examples: ["MUG-1"],
  description: "The number by which people know the product. Always in capitals.",
});
export const nameText = Type.String({ minLength: 1, maxLength: 250, examples: ["Mug with a handle"] });
export const descriptionText = orNull(Type.String({ minLength: 1, maxLength: 6000 }));
export const priceText = Type.String({
  maxLength: 20,
  pattern: "^\\d+(\\.\\d{1,2})?$",
  examples: ["12.50"],
  description: "An exact amount with up to two decimal places.",
});
const stock = Type.Integer({ minimum: 0, maximum: mostStock, examples: [20] });

export const ProductBody = Type.Object(
  {
    sku: skuText,
    name: nameText,
    description: Type.Optional(descriptionText),
    price: priceText,
    stockQuantity: stock,
  },
  closed,
);
export const QuantityBody = Type.Object(
  { quantity: Type.Integer({ minimum: 1, maximum: mostStock, examples: [2] }) },
  closed,
);

export const ProductSortText = Type.Unsafe<(typeof productSorts)[number]>(
  Type.String({ enum: [...productSorts], default: "newest", description: "In which order." }),
);

const listingFields = {
  id,
  sku: Type.String(),
  name: Type.String(),
  description: orNull(Type.String()),
  price: amount,
  stockQuantity: Type.Integer(),
  createdAt: instant,
};
export const ProductListingView = Type.Object(listingFields);
export const ProductView = Type.Object(
  { ...listingFields, archivedAt: orNull(instant) },
  { description: "The product as it is now; the header ETag names its version." },
);

/** The only price that fits the schema and is refused. */
export const invalidPrice = refusalOf(() => parsePrice("100000000.00"));

export function toProductView({ archivedAt, ...product }: ProductSnapshot) {
  const view: Static<typeof ProductView> = {
    ...toProductListingView(product),
    archivedAt: archivedAt?.toISOString() ?? null,
  };
  return view;
}

export function toProductListingView({
  id: productId,
  sku,
  name,
  description,
  price,
  stockQuantity,
  createdAt,
}: ProductListing) {
  const view: Static<typeof ProductListingView> = {
    id: productId,
    ...{ sku, name, description, price, stockQuantity },
    createdAt: createdAt.toISOString(),
  };
  return view;
}
