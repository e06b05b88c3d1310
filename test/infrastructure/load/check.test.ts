import { expect, test } from "vitest";
import { check } from "./check.ts";
import type { Facts } from "./facts.ts";
import { initialStock, type Operation, type Outcome } from "./operations.ts";

const world = { stocked: ["mug"], ordered: ["chair", "table"], balance: "800.00" };
const transfer: Operation = { kind: "transfer", number: 1, key: "load-1", from: 0, to: 1, amount: "5.00" };
const order: Operation = {
  kind: "order",
  number: 2,
  items: [
    { product: 0, quantity: 3 },
    { product: 1, quantity: 1 },
  ],
};
const stock: Operation = { kind: "stock", number: 3, product: 0, step: "take-stock", quantity: 7 };

const accepted: Outcome[] = [
  { operation: transfer, told: "accepted", answer: "201", id: "t1" },
  { operation: order, told: "accepted", answer: "201", id: "o1" },
  { operation: stock, told: "accepted", answer: "200", id: "mug" },
];
const done: Facts = {
  ledgerFaults: [],
  balance: "800.00",
  transfers: [{ id: "t1", amount: "5.00" }],
  answers: [{ key: "load-1", id: "t1" }],
  orders: [{ id: "o1", items: ["chair 3", "table 1"], addsUp: true, events: 1 }],
  products: [{ id: "mug", stock: initialStock - 7, moved: -7, events: 2, version: 2 }],
  stockMoves: [{ id: "mug", quantity: -7 }],
};
const nothing: Facts = {
  ...done,
  transfers: [],
  answers: [],
  orders: [],
  products: [{ id: "mug", stock: initialStock, moved: 0, events: 1, version: 1 }],
  stockMoves: [],
};
const told = (as: Outcome["told"]) => accepted.map((outcome) => ({ ...outcome, told: as, answer: "503" }));

test("what was accepted and done, refused and not done, unknown and either is well", () => {
  expect(check(world, accepted, done)).toEqual([]);
  expect(check(world, told("refused"), nothing)).toEqual([]);
  expect(check(world, told("unknown"), done)).toEqual([]);
  expect(check(world, told("unknown"), nothing)).toEqual([]);
});

test("what was accepted and is missing is told, and what was refused and was done", () => {
  expect(check(world, accepted, nothing)).toEqual([
    "the transfer 1 (201) was accepted, and is missing",
    "the order 2 (201) was accepted, and is missing",
    "the stock 3 (200) was accepted, and is missing",
  ]);
  expect(check(world, told("refused"), done)).toEqual([
    "the transfer 1 (503) was refused, and was done",
    "the order 2 (503) was refused, and was done",
    "the stock 3 (503) was refused, and was done",
  ]);
});

test.for<[string, Partial<Facts>, string[]]>([
  ["other balances", { balance: "795.00" }, ["the balances are 795.00, not 800.00"]],
  ["books that don't add up", { ledgerFaults: ["a1"] }, ["the account or transfer a1 doesn't add up"]],
  [
    "a transfer without its answer",
    { answers: [] },
    ["the transfer 1 (201) was accepted, and is missing", "nobody asked for the transfer t1"],
  ],
  ["an answer without its transfer", { transfers: [] }, ["the transfer 1 (201) moved nothing"]],
  [
    "an order without items",
    { orders: [...done.orders, { id: "o2", items: [], addsUp: true, events: 1 }] },
    ["the order o2 has no items", "nobody ordered "],
  ],
  [
    "half an order",
    { orders: [{ id: "o1", items: ["chair 3"], addsUp: false, events: 1 }] },
    ["the order o1 doesn't add up", "the order 2 (201) was accepted, and is missing", "nobody ordered chair 3"],
  ],
  [
    "an order that was placed twice",
    { orders: [...done.orders, { ...done.orders[0]!, id: "o2" }] },
    ["the order 2 (201) was done 2 times"],
  ],
  [
    "a stock below zero",
    { products: [{ id: "mug", stock: -7, moved: -7 - initialStock, events: 2, version: 2 }] },
    ["the stock of mug is -7"],
  ],
  [
    "a stock that was taken without an event",
    { products: [{ id: "mug", stock: initialStock - 8, moved: -7, events: 2, version: 3 }] },
    [`the stock of mug is ${initialStock - 8}, not ${initialStock - 7}`, "mug has version 3 after 2 events"],
  ],
])("tells %s", ([, facts, violations]) => {
  expect(check(world, accepted, { ...done, ...facts })).toEqual(violations);
});

test("tells an internal error", () => {
  const answer = "500 internal-error";
  const outcomes = accepted.map((outcome) => ({ ...outcome, answer, told: "unknown" as const }));
  expect(check(world, outcomes, done)).toContain("the order 2 (500 internal-error) got a 500");
});
