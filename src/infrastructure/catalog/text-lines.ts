/** A line of a file, without its end, or why it can't be read. The first one is 1. */
export type TextLine = { readonly line: number } & ({ readonly text: string } | { readonly reason: string });

/** In UTF-16 units. Longer than any product; more of a line is never kept. */
const longest = 65_536;

/** Splits UTF-8 text into lines as it comes, with `\n` or `\r\n` at their ends; a byte order mark is dropped. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TextLine, void> {
  const decoder = new TextDecoder();
  let line = 0;
  let rest = "";
  for await (const chunk of chunks) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    // What is too long is known to be so, and kept just so long.
    rest = (parts.pop() ?? "").slice(0, longest + 2);
    for (const part of parts) yield toLine(++line, part);
  }
  rest += decoder.decode();
  if (rest !== "") yield toLine(++line, rest);
}

function toLine(line: number, part: string): TextLine {
  const text = part.endsWith("\r") ? part.slice(0, -1) : part;
  if (text.length > longest) return { line, reason: `The line is longer than ${longest} characters.` };
  if (text.includes("\ufffd")) return { line, reason: "The line isn't valid UTF-8." };
  return { line, text };
}
