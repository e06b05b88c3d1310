import { describe, expect, test } from "vitest";
import { listIn, nodeIn, nodesIn, numberIn, parseQueryTree, textIn } from "#tools/sql/query-tree.ts";

describe("a query tree", () => {
  test("is read with its nodes, lists, constants and nulls, across the line breaks that PostgreSQL puts in", () => {
    const tree = parseQueryTree(`{QUERY :commandType 1 :rtable ({RTE :alias <> :name a\\ \\{b :next {X :n 3}}
{RTE :name
c}) :value {CONST :constisnull false :constvalue 4 [ 1 0 0 0 ] :location 7} :rels (b 3)}`);
    expect(numberIn(tree, "commandType")).toBe(1);
    expect(nodesIn(tree, "rtable").map((entry) => textIn(entry, "name"))).toEqual(["a {b", "c"]);
    expect(nodesIn(tree, "rtable").map((entry) => nodeIn(entry, "alias"))).toEqual([undefined, undefined]);
    expect(numberIn(nodeIn(tree, "value")!, "location")).toBe(7);
    expect(listIn(tree, "rels")).toEqual(["b", "3"]);
  });

  test("that is missing or cut off is an error", () => {
    expect(() => parseQueryTree("")).toThrow("PostgreSQL's query tree is missing");
    expect(() => parseQueryTree("{QUERY :a ({B :c")).toThrow("PostgreSQL's query tree is missing, or cut off.");
  });
});
