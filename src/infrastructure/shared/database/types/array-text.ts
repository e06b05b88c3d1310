/**
 * Reads PostgreSQL's text form of an array, as in `{1,NULL,"a \"b\""}`.
 *
 * @throws RangeError for an array of more than one dimension
 */
export function parseArray<T>(text: string, parseElement: (element: string) => T): (T | null)[] {
  const elements: (T | null)[] = [];
  // An array whose indexes don't start at 1 begins with its bounds: [0:2]={1,2,3}
  let at = text.indexOf("{") + 1;
  while (text[at] !== "}") {
    if (text[at] === "{") throw new RangeError("An array of one dimension was expected, but it has more: unnest it.");
    if (text[at] === '"') {
      const end = endOfQuotes(text, at + 1);
      elements.push(parseElement(text.slice(at + 1, end).replace(/\\(.)/gs, "$1")));
      at = end + 1;
    } else {
      const end = endOfBareElement(text, at);
      const element = text.slice(at, end);
      elements.push(element === "NULL" ? null : parseElement(element));
      at = end;
    }
    if (text[at] === ",") at++;
  }
  return elements;
}

/** Writes the text form of an array of one dimension; `null` becomes NULL. */
export function serializeArray(elements: readonly unknown[], serializeElement: (element: unknown) => string): string {
  let text = "{";
  for (let index = 0; index < elements.length; index++) {
    if (index > 0) text += ",";
    const element = elements[index];
    text += element === null ? "NULL" : quoted(serializeElement(element));
  }
  return `${text}}`;
}

const toEscape = /["\\]/;

function quoted(element: string): string {
  return `"${toEscape.test(element) ? element.replaceAll(/["\\]/g, "\\$&") : element}"`;
}

function endOfQuotes(text: string, start: number): number {
  let at = start;
  while (text[at] !== '"') {
    if (at >= text.length) throw new RangeError("The text of an array ends inside quotes.");
    at += text[at] === "\\" ? 2 : 1;
  }
  return at;
}

function endOfBareElement(text: string, start: number): number {
  let at = start;
  while (text[at] !== "," && text[at] !== "}") {
    if (at >= text.length) throw new RangeError("The text of an array ends without its closing brace.");
    at++;
  }
  return at;
}
