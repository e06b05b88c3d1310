import type { Fault } from "./request-fault.ts";

/**
 * The places inside `value` whose text PostgreSQL can't store: it has no NUL, and half a surrogate pair would silently
 * become another character.
 */
export function unstorableTexts(value: unknown, root: string): Fault[] {
  const faults: Fault[] = [];
  // Not recursive: a body may be nested deeper than the stack.
  const open: { value: unknown; pointer: string }[] = [{ value, pointer: root }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value: part, pointer } = next;
    if (typeof part === "string" && !isStorable(part)) faults.push({ pointer, detail });
    if (typeof part !== "object" || part === null) continue;
    for (const [key, child] of Object.entries(part)) {
      if (isStorable(key)) open.push({ value: child, pointer: `${pointer}/${key}` });
      else faults.push({ pointer, detail: `has a field whose name ${detail}` });
    }
  }
  return faults;
}

const detail = "must not contain NUL (U+0000) or half a surrogate pair";

function isStorable(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}
