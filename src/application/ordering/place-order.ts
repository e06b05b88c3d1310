import { OrderNumberTaken, ProductNotAvailable, UnknownProduct } from "#domain/ordering/errors.ts";
import type { PricedProduct } from "#domain/ordering/order-factory.ts";
import type { ProductQuantity } from "#domain/ordering/order-item.ts";
import type { CustomerId, OrderSnapshot } from "#domain/ordering/order.ts";
import type { Ports } from "./ports.ts";
import type { Product } from "./product-prices.ts";

export interface PlaceOrderCommand {
  readonly customerId: CustomerId;
  readonly items: readonly ProductQuantity[];
}

/** There are 34 thousand million order numbers: with 10 million orders, one new order in 3,400 has to try twice. */
const attempts = 5;

/**
 * Orders at the prices of this moment.
 *
 * @throws UnknownProduct, ProductNotAvailable, InvalidItemCount, DuplicateProduct, InvalidQuantity; InvalidMoney when it
 *   costs too much; OrderNumberTaken when every attempt met one
 */
export const placeOrder =
  ({ orders, orderFactory, productPrices }: Pick<Ports, "orders" | "orderFactory" | "productPrices">) =>
  async ({ customerId, items }: PlaceOrderCommand): Promise<OrderSnapshot> => {
    const known = await productPrices.find(items.map(({ productId }) => productId));
    const priced = items.map((item) => pricedProduct(item, known));
    for (let attempt = 1; ; attempt++) {
      const order = orderFactory.place(customerId, priced);
      try {
        await orders.create(order);
        return order.snapshot;
      } catch (error) {
        if (!(error instanceof OrderNumberTaken) || attempt === attempts) throw error;
      }
    }
  };

function pricedProduct({ productId, quantity }: ProductQuantity, known: readonly Product[]): PricedProduct {
  const product = known.find(({ id }) => id === productId);
  if (product === undefined) throw new UnknownProduct(productId);
  if (!product.available) throw new ProductNotAvailable(productId);
  return { productId, quantity, unitPrice: product.price };
}
