import type { Change } from "#domain/shared/change.ts";
import { systemClock } from "#infrastructure/shared/system-clock.ts";
import { uuidGenerator } from "#infrastructure/shared/uuid-generator.ts";
import { OrderFactory } from "./model/order-factory.ts";
import type { Order } from "./model/order.ts";
import type { StockMovement } from "./model/stock-movement.ts";
import { UserFactory } from "./model/user-factory.ts";
import type { User, UserId } from "./model/user.ts";

export interface OrderPosition {
  readonly placedAt: Date;
  readonly id: string;
}

/** The five operations that are measured, as each library does them. */
export interface Library {
  /** @throws UserNotFound */
  findUser(id: UserId): Promise<User>;
  /** In one transaction: reads the row FOR UPDATE, changes, saves; the version goes up by one. */
  updateUser(id: UserId, change: Change<User>): Promise<User>;
  /** The order and its items, or nothing. */
  createOrder(order: Order): Promise<void>;
  /** Newest first, from behind `after` on, each with its items in their order. */
  listOrders(after: OrderPosition, limit: number): Promise<Order[]>;
  insertMovements(movements: readonly StockMovement[]): Promise<void>;
  close(): Promise<void>;
}

/** What each file of a library exports. */
export type OpenLibrary = (url: string, poolSize: number) => Library | Promise<Library>;

export const users = new UserFactory(systemClock);
export const orders = new OrderFactory(systemClock, uuidGenerator);
export { applyChange } from "#domain/shared/change.ts";
