import { uuidGenerator } from "#infrastructure/shared/uuid-generator.ts";
import { fullSize, seededId, seededPosition } from "./data.ts";
import { type Library, orders } from "./library.ts";

export const operationNames = ["find", "update", "create", "page", "insert"] as const;
export type OperationName = (typeof operationNames)[number];

export const pageSize = 20;
export const itemsPerOrder = 5;
export const movementsPerInsert = 1_000;

/** What is done once per operation, each time with another row. */
export const operations: Readonly<Record<OperationName, (library: Library) => Promise<unknown>>> = {
  find: (library) => library.findUser(seededId("User", next(fullSize.users))),
  update: (library) => library.updateUser(seededId("User", next(fullSize.users)), (user) => user.rename(nextName())),
  create: (library) => library.createOrder(newOrder(next(fullSize.users), next(fullSize.products))),
  page: (library) => library.listOrders(seededPosition(pageSize + next(fullSize.orders - pageSize)), pageSize),
  insert: (library) => library.insertMovements(newMovements(movementsPerInsert)),
};

export function newOrder(customer: number, product: number) {
  const items = Array.from({ length: itemsPerOrder }, (_, index) => ({
    productId: seededId("Product", 1 + ((product + index) % fullSize.products)),
    quantity: index + 1,
    unitPrice: 995,
  }));
  return orders.place(seededId("User", customer), items, "Leave it at the door");
}

export function newMovements(count: number) {
  const occurredAt = new Date();
  return Array.from({ length: count }, (_, index) => ({
    id: uuidGenerator.next(),
    productId: seededId("Product", 1 + (index % fullSize.products)),
    quantity: index,
    reason: index % 10 === 0 ? null : "counted",
    occurredAt,
  }));
}

let turn = 0;

/** Never one that the user has already, from another process perhaps: nothing would be saved. */
function nextName(): string {
  return `Ada ${process.pid}-${turn}`;
}

/** From 1 to `limit`, spread over all of it, the same in each process. */
function next(limit: number): number {
  turn = (turn + 1) % 1_000_000_007;
  return 1 + ((turn * 7_919) % limit);
}
