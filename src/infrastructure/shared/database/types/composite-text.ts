/**
 * Reads PostgreSQL's text form of a composite value, as in `(1,,"a ""b""")`: the text of each field, `null` for NULL.
 *
 * @throws RangeError for a text that is cut off
 */
export function parseComposite(text: string): (string | null)[] {
  const fields: (string | null)[] = [];
  let at = 1;
  for (;;) {
    const start = at;
    let field = "";
    while (text[at] !== "," && text[at] !== ")") {
      if (at >= text.length)
        throw new RangeError("The text of a composite value ends without its closing parenthesis.");
      const end = text[at] === '"' ? endOfQuotes(text, at + 1) : endOfBareText(text, at);
      field += text[at] === '"' ? unquote(text.slice(at + 1, end - 1)) : text.slice(at, end);
      at = end;
    }
    fields.push(at === start ? null : field);
    if (text[at++] === ")") return fields;
  }
}

/** Writes the text form of a composite value; `null` becomes NULL. */
export function serializeComposite(fields: readonly (string | null)[]): string {
  const texts = fields.map((field) => (field === null ? "" : `"${field.replace(/["\\]/g, "$&$&")}"`));
  return `(${texts.join(",")})`;
}

function endOfQuotes(text: string, start: number): number {
  let at = start;
  while (text[at] !== '"' || text[at + 1] === '"') {
    if (at >= text.length) throw new RangeError("The text of a composite value ends inside quotes.");
    at += text[at] === "\\" || text[at] === '"' ? 2 : 1;
  }
  return at + 1;
}

function endOfBareText(text: string, start: number): number {
  const length = text.slice(start).search(/[",)]/);
  return length === -1 ? text.length : start + length;
}

function unquote(text: string): string {
  return text.replace(/\\(.)|""/gs, (_, escaped: string | undefined) => escaped ?? '"');
}
