import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { run } from "#test/support/ad-hoc-statement.ts";
import { readBooks } from "#test/support/ledger/books.ts";

/** What the tables hold after the load, read behind the back of the service. */
export interface Facts {
  /** Accounts and transfers that don't add up. */
  readonly ledgerFaults: readonly string[];
  readonly balance: string;
  readonly transfers: readonly { readonly id: string; readonly amount: string }[];
  /** The transfer that each key was answered with. */
  readonly answers: readonly { readonly key: string; readonly id: string }[];
  readonly orders: readonly StoredOrder[];
  readonly products: readonly {
    readonly id: string;
    readonly stock: number;
    /** What its events add up to, and how many there are. */
    readonly moved: number;
    readonly events: number;
    readonly version: number;
  }[];
  readonly stockMoves: readonly { readonly id: string; readonly quantity: number }[];
}

export interface StoredOrder {
  readonly id: string;
  /** The items as `product quantity`, sorted. */
  readonly items: readonly string[];
  readonly addsUp: boolean;
  readonly events: number;
}

const transfers = "SELECT id, amount::text FROM ledger.transfers";
const answers = "SELECT key, answer ->> 'id' AS id FROM ledger.idempotent_answers WHERE key LIKE 'load-%'";
const orders = `
  SELECT orders.id,
    coalesce(array_agg(product_id || ' ' || quantity ORDER BY product_id) FILTER (WHERE product_id IS NOT NULL), '{}') AS items,
    coalesce(sum(subtotal) = total_amount, false) AS adds_up,
    (SELECT count(*)::integer FROM ordering.events WHERE aggregate_id = orders.id) AS events
  FROM ordering.orders LEFT JOIN ordering.order_items ON order_id = orders.id
  GROUP BY orders.id`;
const moves = `
  SELECT aggregate_id AS id,
    ((data ->> 'quantity')::integer * CASE type WHEN 'ProductRestocked' THEN 1 ELSE -1 END) AS quantity
  FROM catalog.events WHERE type IN ('ProductRestocked', 'ProductStockTaken')`;
const products = `
  SELECT id, stock_quantity AS stock, version,
    coalesce((SELECT sum(quantity) FROM (${moves}) AS moves WHERE moves.id = products.id), 0)::float8 AS moved,
    (SELECT count(*)::integer FROM catalog.events WHERE aggregate_id = products.id) AS events
  FROM catalog.products`;

export async function readFacts(dataSource: DataSource): Promise<Facts> {
  const { faults, total } = await readBooks(dataSource);
  return dataSource.withConnection(async (connection) => ({
    ledgerFaults: faults,
    balance: total,
    transfers: (await run(connection, transfers)) as Facts["transfers"],
    answers: (await run(connection, answers)) as Facts["answers"],
    orders: (await run(connection, orders)) as Facts["orders"],
    products: (await run(connection, products)) as Facts["products"],
    stockMoves: (await run(connection, moves)) as Facts["stockMoves"],
  }));
}
