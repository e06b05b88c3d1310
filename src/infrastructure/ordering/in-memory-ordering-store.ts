import type { Product } from "#application/ordering/product-prices.ts";
import type { ProductId } from "#domain/ordering/order-item.ts";
import type { OrderId, OrderSnapshot } from "#domain/ordering/order.ts";
import { InMemoryTransactions } from "#infrastructure/shared/in-memory/in-memory-transactions.ts";

/** The tables of ordering as maps. */
export class InMemoryOrderingStore extends InMemoryTransactions {
  readonly orders = new Map<OrderId, OrderSnapshot>();
  readonly products = new Map<ProductId, Product>();
  protected readonly tables = [this.orders, this.products];
}
