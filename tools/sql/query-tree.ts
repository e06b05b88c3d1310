/** A value in PostgreSQL's text form of a query tree: null is written `<>`. */
export type TreeValue = string | null | TreeNode | readonly TreeValue[];

/** A node of the analysed query, as in `{VAR :varno 1 :varattno 2 ...}`; src/include/nodes of PostgreSQL names them all. */
export interface TreeNode {
  readonly type: string;
  readonly fields: ReadonlyMap<string, TreeValue>;
}

/** Numbers of PostgreSQL's enumerations, as they stand in `commandType`, `rtekind`, `jointype` and `subLinkType`. */
export const command = { select: 1, update: 2, insert: 3, delete: 4, merge: 5 };
export const rangeTable = {
  relation: 0,
  subquery: 1,
  join: 2,
  function: 3,
  tableFunction: 4,
  values: 5,
  cte: 6,
  group: 9,
};
export const join = { inner: 0, left: 1, full: 2, right: 3 };
export const sublink = { exists: 0, all: 1, any: 2, scalar: 4, array: 6 };

/** Reads the tree that PostgreSQL logs under `debug_print_parse`. @throws Error when it is no node, or cut off */
export function parseQueryTree(text: string): TreeNode {
  return toNode(parseTree(text)) ?? fail();
}

/** Reads any tree, also one that is stored in the catalog. @throws Error when it is cut off */
export function parseTree(text: string): TreeValue {
  const tokens: readonly string[] = text.match(/[(){}]|(?:\\[\s\S]|[^\s(){}\\])+/g) ?? [];
  let at = 0;

  const readValue = (): TreeValue => {
    const token = tokens[at++];
    if (token === undefined) throw new Error("PostgreSQL's query tree is missing, or cut off.");
    if (token === "{") return readNode();
    if (token === "(") return readList();
    return token === "<>" ? null : token.replace(/\\([\s\S])/g, "$1");
  };

  const readNode = (): TreeNode => {
    const type = tokens[at++] ?? "";
    const fields = new Map<string, TreeValue>();
    while (at < tokens.length && tokens[at] !== "}") {
      const token = tokens[at++] ?? "";
      if (token.startsWith(":")) fields.set(token.slice(1), readValue());
      // The bytes of a constant follow their number.
      else if (token === "[") fields.set("constbytes", readBytes());
    }
    at++;
    return { type, fields };
  };

  const readBytes = (): string[] => {
    const end = tokens.indexOf("]", at);
    const bytes = tokens.slice(at, end);
    at = end + 1;
    return bytes;
  };

  const readList = (): TreeValue[] => {
    const values: TreeValue[] = [];
    while (at < tokens.length && tokens[at] !== ")") values.push(readValue());
    at++;
    return values;
  };

  return readValue();
}

/** The field's node, or undefined where it holds none. */
export function nodeIn(node: TreeNode, field: string): TreeNode | undefined {
  return toNode(node.fields.get(field));
}

/** The nodes of a list; none where the field holds no list. */
export function nodesIn(node: TreeNode, field: string): TreeNode[] {
  return nodesOfList(node.fields.get(field));
}

/** The nodes among the values of a list. */
export function nodesOfList(values: TreeValue | undefined): TreeNode[] {
  return isList(values) ? values.flatMap((value) => toNode(value) ?? []) : [];
}

export function listIn(node: TreeNode, field: string): readonly TreeValue[] {
  const value = node.fields.get(field);
  return isList(value) ? value : [];
}

export function numberIn(node: TreeNode, field: string): number {
  return Number(node.fields.get(field));
}

export function textIn(node: TreeNode, field: string): string | undefined {
  const value = node.fields.get(field);
  return typeof value === "string" ? value : undefined;
}

export function toNode(value: TreeValue | undefined): TreeNode | undefined {
  return value !== null && typeof value === "object" && "type" in value ? value : undefined;
}

export function isList(value: TreeValue | undefined): value is readonly TreeValue[] {
  return Array.isArray(value);
}

function fail(): never {
  throw new Error("PostgreSQL's query tree doesn't begin with a node.");
}
