import { listIn, textIn } from "./query-tree.ts";
import type { TreeNode } from "./query-tree.ts";

/** Before the content of a value of variable length stands its length. */
const lengthBytes = 4;
const types = { bool: 16, text: 25, unknown: 705, json: 114, jsonb: 3802 };

/** The text of a string constant, or undefined. */
export function constantText(node: TreeNode): string | undefined {
  if (node.type !== "CONST" || textIn(node, "constisnull") !== "false") return undefined;
  switch (Number(textIn(node, "consttype"))) {
    case types.text:
      return Buffer.from(bytesOf(node).slice(lengthBytes)).toString();
    case types.unknown:
      return Buffer.from(bytesOf(node).slice(0, -1)).toString();
    default:
      return undefined;
  }
}

/** Whether a condition is `true` itself. */
export function isTrueConstant(node: TreeNode): boolean {
  const isBoolean = node.type === "CONST" && Number(textIn(node, "consttype")) === types.bool;
  return isBoolean && textIn(node, "constisnull") === "false" && bytesOf(node)[0] === 1;
}

/** What a JSON constant is, if it is `[]` or `{}`. */
export function emptyJson(node: TreeNode): "[]" | "{}" | undefined {
  const content = Buffer.from(bytesOf(node).slice(lengthBytes));
  switch (Number(textIn(node, "consttype"))) {
    case types.json: {
      const text = content.toString().replace(/\s/g, "");
      return text === "[]" || text === "{}" ? text : undefined;
    }
    case types.jsonb:
      // A container's header: the number of its members, and flags for array and object.
      if (content.length !== 4) return undefined;
      return { 0x40000000: "[]" as const, 0x20000000: "{}" as const }[content.readUInt32LE()];
    default:
      return undefined;
  }
}

/** Whether an array constant has no NULL element: it has no bitmap of them. */
export function constantHasNoNullElement(node: TreeNode): boolean {
  if (node.type !== "CONST" || textIn(node, "constisnull") !== "false") return false;
  const content = Buffer.from(bytesOf(node).slice(lengthBytes));
  return content.length >= 8 && content.readUInt32LE(4) === 0;
}

/** PostgreSQL writes a byte as a signed number where its platform's characters are signed. */
function bytesOf(node: TreeNode): number[] {
  return listIn(node, "constbytes").map((byte) => Number(byte) & 0xff);
}
