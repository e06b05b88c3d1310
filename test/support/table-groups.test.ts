import { expect, test } from "vitest";
import { childrenFirst } from "./table-groups.ts";

const refers = (child: string, parent: string) => ({ child, parent });

test("children come before their parents, however deep", () => {
  const references = [refers("items", "orders"), refers("orders", "users"), refers("items", "users")];
  expect(childrenFirst(["users", "orders", "items"], references)).toEqual([["items"], ["orders"], ["users"]]);
});

test("tables that nothing refers to need no order, nor does one that refers to itself", () => {
  expect(childrenFirst(["a", "tree"], [refers("tree", "tree")])).toEqual([["a"], ["tree"]]);
});

test("tables in a circle are one group, with those that they refer to", () => {
  const references = [refers("a", "b"), refers("b", "a"), refers("a", "parent"), refers("child", "a")];
  expect(childrenFirst(["parent", "a", "b", "child"], references)).toEqual([["child"], ["parent", "a", "b"]]);
});
