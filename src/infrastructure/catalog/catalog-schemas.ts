import { type Static, Type } from "@sinclair/typebox";
import { type ProductListing, productSorts } from "#application/catalog/product-search.ts";
import { mostStock } from "#domain/catalog/product-details.ts";
import type { ProductSnapshot } from "#domain/catalog/product.ts";

const closed = { additionalProperties: false };
const instant = Type.String({ format: "date-time" });

const skuText = Type.String({
  minLength: 1,
  maxLength: 100,
  examples: ["MUG-1"],
  description: "The number by which people know the product. Always in capitals.",
});
export const nameText = Type.String({ minLength: 1, maxLength: 250, examples: ["Mug with a handle"] });
export const descriptionText = Type.Union([Type.String({ minLength: 1, maxLength: 6000 }), Type.Null()]);
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

// Without the limit the format takes urn:uuid:... too.
export const productId = Type.String({ format: "uuid", maxLength: 36 });
export const ProductParams = Type.Object({ id: productId });
export const ProductSortText = Type.Unsafe<(typeof productSorts)[number]>(
  Type.String({ enum: [...productSorts], default: "newest" }),
);

export const RequiredIfMatch = Type.Object({
  "if-match": Type.Optional(
    Type.String({
      description: "The ETag that you saw, or * for whatever there is. Without it: 428.",
      examples: ['"1"'],
    }),
  ),
});

const listingFields = {
  id: Type.String({ format: "uuid" }),
  sku: Type.String(),
  name: Type.String(),
  description: Type.Union([Type.String(), Type.Null()]),
  price: Type.String({ examples: ["12.50"] }),
  stockQuantity: Type.Integer(),
  createdAt: instant,
};
export const ProductListingView = Type.Object(listingFields);
export const ProductView = Type.Object(
  { ...listingFields, archivedAt: Type.Union([instant, Type.Null()]) },
  { description: "The product as it is now; the header ETag names its version." },
);

export function toProductView({ archivedAt, ...product }: ProductSnapshot) {
  const view: Static<typeof ProductView> = {
    ...toProductListingView(product),
    archivedAt: archivedAt?.toISOString() ?? null,
  };
  return view;
}

export function toProductListingView({ id, sku, name, description, price, stockQuantity, createdAt }: ProductListing) {
  const view: Static<typeof ProductListingView> = {
    ...{ id, sku, name, description, price, stockQuantity },
    createdAt: createdAt.toISOString(),
  };
  return view;
}
