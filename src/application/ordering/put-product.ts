import { InvalidProduct } from "#domain/ordering/errors.ts";
import type { ProductId } from "#domain/ordering/order-item.ts";
import { Money } from "#domain/shared/money.ts";
import type { Ports } from "./ports.ts";

export interface PutProductCommand {
  readonly id: ProductId;
  readonly name: string;
  /** Decimal text, as in "12.50". */
  readonly price: string;
  readonly available: boolean;
}

/** From now on the product is ordered at this price; orders that were placed keep theirs. @throws InvalidProduct, InvalidMoney */
export const putProduct =
  ({ productPrices }: Pick<Ports, "productPrices">) =>
  async (command: PutProductCommand): Promise<void> => {
    const name = command.name.trim();
    const price = Money.parse(command.price);
    if (name.length < 1 || name.length > 200)
      throw new InvalidProduct("A product's name must have 1 to 200 characters.");
    if (price.isNegative) throw new InvalidProduct("A price must be 0 or more.");
    await productPrices.put({ ...command, name, price });
  };
