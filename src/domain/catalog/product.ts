import { AggregateRoot } from "#domain/shared/aggregate-root.ts";
import type { Clock } from "#domain/shared/clock.ts";
import type { Id } from "#domain/shared/id.ts";
import type { Money } from "#domain/shared/money.ts";
import { InvalidQuantity, NotEnoughStock, ProductIsArchived } from "./errors.ts";
import type { ProductEvent } from "./events.ts";
import { mostStock, parseQuantity } from "./product-details.ts";
import type { ProductName } from "./product-name.ts";

export type ProductId = Id<"Product">;

/** All there is to know about a product, in plain values: what is stored, and what tests look at. */
export interface ProductSnapshot {
  readonly id: ProductId;
  readonly sku: string;
  readonly name: string;
  readonly description: string | null;
  /** As in "12.50". */
  readonly price: string;
  readonly stockQuantity: number;
  readonly archivedAt: Date | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What to revise; what is not given stays as it is, `null` clears. */
export interface Revision {
  readonly name?: ProductName | undefined;
  readonly description?: string | null | undefined;
}

/** Something that is sold. Made by the `ProductFactory` only. */
export class Product extends AggregateRoot<ProductEvent> {
  readonly #clock: Clock;
  #state: ProductSnapshot;

  constructor(clock: Clock, state: ProductSnapshot, added: boolean) {
    super();
    this.#clock = clock;
    this.#state = Object.freeze({ ...state });
    if (added) this.record({ type: "ProductAdded", occurredAt: state.createdAt });
  }

  get snapshot(): ProductSnapshot {
    return this.#state;
  }

  /** @throws ProductIsArchived */
  revise({ name, description }: Revision): void {
    this.#refuseIfArchived();
    const revised = {
      name: name?.toString() ?? this.#state.name,
      description: description === undefined ? this.#state.description : description,
    };
    if (revised.name === this.#state.name && revised.description === this.#state.description) return;
    this.record({ type: "ProductRevised", occurredAt: this.#put(revised) });
  }

  /** @throws ProductIsArchived */
  changePrice(newPrice: Money): void {
    this.#refuseIfArchived();
    const price = newPrice.toString();
    if (price === this.#state.price) return;
    this.record({ type: "ProductPriceChanged", price, occurredAt: this.#put({ price }) });
  }

  /** @throws InvalidQuantity, also when there would be too many; ProductIsArchived */
  restock(pieces: number): void {
    this.#refuseIfArchived();
    const quantity = parseQuantity(pieces);
    const stockQuantity = this.#state.stockQuantity + quantity;
    if (stockQuantity > mostStock) throw new InvalidQuantity(`The stock can't be more than ${mostStock}.`);
    this.record({ type: "ProductRestocked", quantity, occurredAt: this.#put({ stockQuantity }) });
  }

  /** @throws InvalidQuantity, NotEnoughStock, ProductIsArchived */
  takeStock(pieces: number): void {
    this.#refuseIfArchived();
    const quantity = parseQuantity(pieces);
    const stockQuantity = this.#state.stockQuantity - quantity;
    if (stockQuantity < 0) throw new NotEnoughStock(quantity, this.#state.stockQuantity);
    this.record({ type: "ProductStockTaken", quantity, occurredAt: this.#put({ stockQuantity }) });
  }

  /** It isn't sold any more. Nothing happens to one that is archived already. */
  archive(): void {
    if (this.#state.archivedAt !== null) return;
    this.record({ type: "ProductArchived", occurredAt: this.#put({ archivedAt: this.#clock.now() }) });
  }

  #refuseIfArchived(): void {
    if (this.#state.archivedAt !== null) throw new ProductIsArchived();
  }

  #put(change: Partial<ProductSnapshot>): Date {
    const updatedAt = this.#clock.now();
    this.#state = Object.freeze({ ...this.#state, ...change, updatedAt });
    return updatedAt;
  }
}
