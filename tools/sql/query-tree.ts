/** A value in PostgreSQL's text form of a query tree: null is written `<>`. */
export type TreeValue = string | null | TreeNode | readonly TreeValue[];

/** A node of the analysed query, as in `{VAR :varno 1 :varattno 2 ...}`; src/include/nodes of PostgreSQL names them all. */
export interface TreeNode {
  readonly type: string;
  readonly fields: ReadonlyMap<string, TreeValue>;
}

/** Reads the tree that PostgreSQL logs under `debug_print_parse`. */
export function parseQueryTree(text: string): TreeNode {
  const tokens = text.match(/[(){}]|(?:\\[\s\S]|[^\s(){}\\])+/g) ?? [];
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
      const token = tokens[at] ?? "";
      if (token.startsWith(":")) {
        at++;
        fields.set(token.slice(1), readValue());
      } else {
        // The bytes of a constant follow its length, and nobody here needs them.
        at++;
      }
    }
    at++;
    return { type, fields };
  };

  const readList = (): TreeValue[] => {
    const values: TreeValue[] = [];
    while (at < tokens.length && tokens[at] !== ")") values.push(readValue());
    at++;
    return values;
  };

  return toNode(readValue()) ?? fail();
}

/** The field's node, or undefined where it holds none. */
export function nodeIn(node: TreeNode, field: string): TreeNode | undefined {
  return toNode(node.fields.get(field));
}

/** The nodes of a list; none where the field holds no list. */
export function nodesIn(node: TreeNode, field: string): TreeNode[] {
  return listIn(node, field).flatMap((value) => toNode(value) ?? []);
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
