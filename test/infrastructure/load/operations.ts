import type { Random } from "#test/support/random.ts";

/** What one client asks for. Each can be told from all others by what it leaves in the tables: by its number. */
export type Operation =
  | {
      readonly kind: "transfer";
      readonly number: number;
      readonly key: string;
      readonly from: number;
      readonly to: number;
      readonly amount: string;
    }
  | { readonly kind: "order"; readonly number: number; readonly items: readonly Item[] }
  | {
      readonly kind: "stock";
      readonly number: number;
      readonly product: number;
      readonly step: "take-stock" | "restock";
      readonly quantity: number;
    };

/** So many of a product of the shop, by its place in it. */
export interface Item {
  readonly product: number;
  readonly quantity: number;
}

/** What a client was told. `unknown`: done or not, but then whole. */
export interface Outcome {
  readonly operation: Operation;
  readonly told: "accepted" | "refused" | "unknown";
  /** The status, and the code of a problem. */
  readonly answer: string;
  /** The id of what was made, where it was accepted. */
  readonly id: string | undefined;
}

export const accountCount = 8;
export const stockedProducts = 4;
/** The products that are ordered: two whose quantities tell the number, one more, and one that is not for sale. */
export const orderedProducts = 4;
export const notForSale = 3;
/** Of each stocked product: enough for some fifty takings, then they are refused until it is restocked. */
export const initialStock = 50_000_000;

const mostOfAProduct = 9_999;

/** The quantities of the first two products for an order of this number; others have others. */
function orderSignature(number: number): readonly [number, number] {
  return [(number % mostOfAProduct) + 1, Math.floor(number / mostOfAProduct) + 1];
}

export function drawOperation(random: Random, number: number): Operation {
  const kind = random.pick<Operation["kind"]>(["transfer", "order", "stock"]);
  if (kind === "transfer") {
    const from = random.below(accountCount);
    const to = (from + 1 + random.below(accountCount - 1)) % accountCount;
    return { kind, number, key: `load-${number}`, from, to, amount: ((random.below(6_000) + 1) / 100).toFixed(2) };
  }
  if (kind === "order") {
    const [first, second] = orderSignature(number);
    const items = [
      { product: 0, quantity: first },
      { product: 1, quantity: second },
    ];
    if (random.chance(0.5)) items.push({ product: 2, quantity: 1 + random.below(9) });
    if (random.chance(0.1)) items.push({ product: notForSale, quantity: 1 });
    return { kind, number, items };
  }
  const product = random.below(stockedProducts);
  // The one always below 50 million, the other above.
  if (random.chance(0.02)) return { kind, number, product, step: "restock", quantity: 50_000_000 + number };
  return { kind, number, product, step: "take-stock", quantity: 1_000_000 + number };
}
