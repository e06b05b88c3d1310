/** `T | null`; `unknown` holds null already. */
export function orNull(typescript: string, nullable: boolean): string {
  return nullable && typescript !== "unknown" ? `${typescript} | null` : typescript;
}

/** The type of an array whose elements are, or aren't, certain to be non-null. */
export function arrayOf(element: string, elementsNullable: boolean): string {
  const typescript = orNull(element, elementsNullable);
  return isUnion(typescript) ? `(${typescript})[]` : `${typescript}[]`;
}

/** Whether it has a `|` outside of strings, brackets and braces. */
function isUnion(typescript: string): boolean {
  let outside = typescript.replace(/"(?:[^"\\]|\\.)*"/g, "");
  for (let inner = ""; inner !== outside;)
    [inner, outside] = [outside, outside.replace(/[{[<(][^{}[\]<>()]*[}\]>)]/g, "")];
  return outside.includes("|");
}

/** Callers may hand over an array that nobody may change. */
export function readonlyArray(typescript: string): string {
  return /\[\](?: \| null)?$/.test(typescript) ? `readonly ${typescript}` : typescript;
}

export function objectOf(
  members: readonly (readonly [name: string, typescript: string, isOptional?: boolean])[],
): string {
  return members.length === 0
    ? "{}"
    : `{ ${members.map(([name, typescript, isOptional = false]) => `${propertyName(name)}${isOptional ? "?" : ""}: ${typescript}`).join("; ")} }`;
}

function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}
