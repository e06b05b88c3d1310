import type { Id } from "#domain/shared/id.ts";
import { Money } from "#domain/shared/money.ts";
import { DuplicateProduct, InvalidItemCount, InvalidQuantity, ProductNotInOrder } from "./errors.ts";

/** A product of the catalog, which ordering knows by its id and by a copy of its price. */
export type ProductId = Id<"Product">;
export type OrderItemId = Id<"OrderItem">;

export const mostItems = 100;
export const mostOfAProduct = 9_999;

/** Amounts are decimal text, as in "12.50". */
export interface OrderItem {
  readonly id: OrderItemId;
  readonly productId: ProductId;
  readonly quantity: number;
  /** What one cost when the order was placed. */
  readonly unitPrice: string;
  readonly subtotal: string;
}

export interface ProductQuantity {
  readonly productId: ProductId;
  readonly quantity: number;
}

/** @throws InvalidQuantity; InvalidMoney when the subtotal is too large */
export function createItem(id: OrderItemId, { productId, quantity }: ProductQuantity, unitPrice: Money): OrderItem {
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > mostOfAProduct) {
    throw new InvalidQuantity(quantity, mostOfAProduct);
  }
  const subtotal = unitPrice.times(quantity).toString();
  return Object.freeze({ id, productId, quantity, unitPrice: unitPrice.toString(), subtotal });
}

/**
 * The items with other quantities, at the prices they have; those not named stay, 0 takes one out.
 *
 * @returns `items` itself when nothing changes
 * @throws ProductNotInOrder, DuplicateProduct, InvalidItemCount, InvalidQuantity, InvalidMoney
 */
export function changedItems(items: readonly OrderItem[], changes: readonly ProductQuantity[]): readonly OrderItem[] {
  refuseDuplicates(changes);
  for (const { productId } of changes) {
    if (!items.some((item) => item.productId === productId)) throw new ProductNotInOrder(productId);
  }
  const changed = items.flatMap((item) => {
    const change = changes.find(({ productId }) => productId === item.productId);
    if (change === undefined || change.quantity === item.quantity) return [item];
    return change.quantity === 0 ? [] : [createItem(item.id, change, Money.parse(item.unitPrice))];
  });
  refuseWrongCount(changed);
  const isSame = changed.length === items.length && changed.every((item, index) => item === items[index]);
  return isSame ? items : Object.freeze(changed);
}

/** @throws DuplicateProduct */
export function refuseDuplicates(items: readonly ProductQuantity[]): void {
  const seen = new Set<ProductId>();
  for (const { productId } of items) {
    if (seen.has(productId)) throw new DuplicateProduct(productId);
    seen.add(productId);
  }
}

/** @throws InvalidItemCount */
export function refuseWrongCount(items: readonly object[]): void {
  if (items.length < 1 || items.length > mostItems) throw new InvalidItemCount(items.length, mostItems);
}

/** @throws InvalidMoney when it is too large */
export function totalOf(items: readonly OrderItem[]): string {
  return Money.sum(items.map(({ subtotal }) => Money.parse(subtotal))).toString();
}
