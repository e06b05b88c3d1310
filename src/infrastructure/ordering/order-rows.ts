import { parseOrderStatus } from "#domain/ordering/order-status.ts";
import type { OrderSnapshot } from "#domain/ordering/order.ts";
import { parseId } from "#domain/shared/id.ts";
import type { RowOf } from "#infrastructure/shared/database/statement.ts";
import type { findOrder } from "#sql/ordering/order.sql.ts";

export function toSnapshot({ id, customerId, status, items, ...columns }: RowOf<typeof findOrder>): OrderSnapshot {
  return {
    ...columns,
    id: parseId(id),
    customerId: parseId(customerId),
    status: parseOrderStatus(status),
    items: items.map((item) => ({ ...item, id: parseId(item.id), productId: parseId(item.productId) })),
  };
}
