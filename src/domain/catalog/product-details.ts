import { Money } from "#domain/shared/money.ts";
import { InvalidDescription, InvalidPrice, InvalidQuantity } from "./errors.ts";
import { ProductName } from "./product-name.ts";
import { Sku } from "./sku.ts";

/** What a product is made of, as it comes from outside. */
export interface ProductFields {
  readonly sku: string;
  readonly name: string;
  readonly description: string | null;
  /** As in "12.50". */
  readonly price: string;
  readonly stockQuantity: number;
}

/** The same, valid. */
export interface ProductDetails {
  readonly sku: Sku;
  readonly name: ProductName;
  readonly description: string | null;
  readonly price: Money;
  readonly stockQuantity: number;
}

/** The most pieces of a product. */
export const mostStock = 1_000_000_000;

/** @throws InvalidSku, InvalidProductName, InvalidDescription, InvalidMoney, InvalidPrice, InvalidQuantity */
export function parseProductDetails({ sku, name, description, price, stockQuantity }: ProductFields): ProductDetails {
  return {
    sku: Sku.parse(sku),
    name: ProductName.parse(name),
    description: parseDescription(description),
    price: parsePrice(price),
    stockQuantity: parseStockQuantity(stockQuantity),
  };
}

/** A description with `\n` at the ends of its lines, or null for none. @throws InvalidDescription */
export function parseDescription(text: string | null): string | null {
  if (text === null) return null;
  const trimmed = text.trim().replaceAll(/\r\n?/g, "\n");
  const writable = trimmed.isWellFormed() && !/[^\P{Cc}\n\t]/u.test(trimmed);
  if (trimmed.length < 1 || trimmed.length > 5000 || !writable) throw new InvalidDescription();
  return trimmed;
}

/** @throws InvalidMoney, InvalidPrice */
export function parsePrice(text: string): Money {
  const price = Money.parse(text);
  if (price.isNegative) throw new InvalidPrice();
  return price;
}

/** How many pieces to add or to take away. @throws InvalidQuantity */
export function parseQuantity(quantity: number): number {
  if (Number.isSafeInteger(quantity) && quantity >= 1 && quantity <= mostStock) return quantity;
  throw new InvalidQuantity(`A quantity must be a whole number from 1 to ${mostStock}, but is ${quantity}.`);
}

function parseStockQuantity(quantity: number): number {
  if (Number.isSafeInteger(quantity) && quantity >= 0 && quantity <= mostStock) return quantity;
  throw new InvalidQuantity(`A stock must be a whole number from 0 to ${mostStock}, but is ${quantity}.`);
}
