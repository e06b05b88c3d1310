import { cancelOrder } from "./cancel-order.ts";
import { changeQuantities } from "./change-quantities.ts";
import { confirmOrder } from "./confirm-order.ts";
import { deliverOrder } from "./deliver-order.ts";
import { listOrders } from "./list-orders.ts";
import { placeOrder } from "./place-order.ts";
import type { Ports } from "./ports.ts";
import { putProduct } from "./put-product.ts";
import { readOrderByNumber } from "./read-order-by-number.ts";
import { readOrder } from "./read-order.ts";
import { reportSalesByDay } from "./report-sales-by-day.ts";
import { reportSalesByProduct } from "./report-sales-by-product.ts";
import { shipOrder } from "./ship-order.ts";

export type Ordering = ReturnType<typeof createOrdering>;

/** All that the ordering context can do. */
export const createOrdering = (ports: Ports) => ({
  placeOrder: placeOrder(ports),
  readOrder: readOrder(ports),
  readOrderByNumber: readOrderByNumber(ports),
  listOrders: listOrders(ports),

  changeQuantities: changeQuantities(ports),
  confirmOrder: confirmOrder(ports),
  shipOrder: shipOrder(ports),
  deliverOrder: deliverOrder(ports),
  cancelOrder: cancelOrder(ports),

  reportSalesByDay: reportSalesByDay(ports),
  reportSalesByProduct: reportSalesByProduct(ports),

  putProduct: putProduct(ports),
});
