import type { Facts, StoredOrder } from "./facts.ts";
import { initialStock, type Item, type Outcome } from "./operations.ts";

/** The ids that the operations name by place. */
export interface World {
  readonly stocked: readonly string[];
  readonly ordered: readonly string[];
  /** The sum of all balances, which transfers don't change. */
  readonly balance: string;
}

/**
 * Holds what the clients were told against what the tables hold.
 *
 * @returns what is wrong, a sentence each: an effect of what was refused, a missing one of what was accepted, half of
 *   something, what nobody asked for
 */
export function check(world: World, outcomes: readonly Outcome[], facts: Facts): string[] {
  return [
    ...outcomes.filter(({ answer }) => answer.startsWith("500")).map((outcome) => `${nameOf(outcome)} got a 500`),
    ...checkLedger(world, outcomes, facts),
    ...checkOrders(world, outcomes, facts),
    ...checkStock(world, outcomes, facts),
  ];
}

function checkLedger(world: World, outcomes: readonly Outcome[], facts: Facts): string[] {
  const violations = facts.ledgerFaults.map((id) => `the account or transfer ${id} doesn't add up`);
  if (facts.balance !== world.balance) violations.push(`the balances are ${facts.balance}, not ${world.balance}`);
  const amounts = new Map(facts.transfers.map(({ id, amount }) => [id, amount]));
  const byKey = new Map(facts.answers.map(({ key, id }) => [key, id]));
  for (const outcome of outcomes) {
    if (outcome.operation.kind !== "transfer") continue;
    const { key, amount } = outcome.operation;
    const id = byKey.get(key);
    byKey.delete(key);
    violations.push(...presence(outcome, id === undefined ? 0 : 1));
    if (id === undefined) continue;
    if (outcome.told === "accepted" && id !== outcome.id) violations.push(`${nameOf(outcome)} was told another id`);
    if (amounts.get(id) !== amount) violations.push(`${nameOf(outcome)} moved ${amounts.get(id) ?? "nothing"}`);
    amounts.delete(id);
  }
  return [...violations, ...[...byKey.keys(), ...amounts.keys()].map((it) => `nobody asked for the transfer ${it}`)];
}

function checkOrders({ ordered }: World, outcomes: readonly Outcome[], facts: Facts): string[] {
  const violations = facts.orders.flatMap(({ id, items, addsUp, events }) => [
    ...(items.length === 0 ? [`the order ${id} has no items`] : []),
    ...(addsUp ? [] : [`the order ${id} doesn't add up`]),
    ...(events === 1 ? [] : [`the order ${id} has ${events} events`]),
  ]);
  const found = Map.groupBy(facts.orders, ({ items }: StoredOrder) => items.join());
  for (const outcome of outcomes) {
    if (outcome.operation.kind !== "order") continue;
    const signature = signatureOf(ordered, outcome.operation.items);
    const stored = found.get(signature) ?? [];
    found.delete(signature);
    violations.push(...presence(outcome, stored.length));
    const known = outcome.id === undefined || stored.length === 0 || stored.some(({ id }) => id === outcome.id);
    if (!known) violations.push(`${nameOf(outcome)} was told another id`);
  }
  return [...violations, ...[...found.keys()].map((items) => `nobody ordered ${items}`)];
}

function checkStock({ stocked }: World, outcomes: readonly Outcome[], facts: Facts): string[] {
  const violations = facts.products.flatMap(({ id, stock, moved, events, version }) => [
    ...(stock < 0 ? [`the stock of ${id} is ${stock}`] : []),
    ...(stock === initialStock + moved ? [] : [`the stock of ${id} is ${stock}, not ${initialStock + moved}`]),
    ...(version === events ? [] : [`${id} has version ${version} after ${events} events`]),
  ]);
  const found = Map.groupBy(facts.stockMoves, ({ id, quantity }) => `${id} ${quantity}`);
  for (const outcome of outcomes) {
    if (outcome.operation.kind !== "stock") continue;
    const { product, step, quantity } = outcome.operation;
    const move = `${stocked[product]} ${step === "restock" ? quantity : -quantity}`;
    violations.push(...presence(outcome, found.get(move)?.length ?? 0));
    found.delete(move);
  }
  return [...violations, ...[...found.keys()].map((move) => `nobody asked for the move ${move}`)];
}

function presence(outcome: Outcome, count: number): string[] {
  const { told } = outcome;
  if (count > 1) return [`${nameOf(outcome)} was done ${count} times`];
  if (told === "accepted" && count === 0) return [`${nameOf(outcome)} was accepted, and is missing`];
  if (told === "refused" && count === 1) return [`${nameOf(outcome)} was refused, and was done`];
  return [];
}

function signatureOf(ordered: readonly string[], items: readonly Item[]): string {
  return items
    .map(({ product, quantity }) => `${ordered[product]} ${quantity}`)
    .toSorted()
    .join();
}

function nameOf({ operation, answer }: Outcome): string {
  return `the ${operation.kind} ${operation.number} (${answer})`;
}
