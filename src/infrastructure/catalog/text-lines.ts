import { isUtf8 } from "node:buffer";

/** A line of a file, without its end, or why it can't be read. The first one is 1. */
export type TextLine = { readonly line: number } & ({ readonly text: string } | { readonly reason: string });

/** In bytes. Longer than any product; more of a line is never kept. */
const longest = 65_536;
const lineFeed = 10;
const carriageReturn = 13;

/** Splits UTF-8 text into lines as it comes, with `\n` or `\r\n` at their ends; a byte order mark is dropped. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TextLine, void> {
  let line = 0;
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, start)) {
      yield toLine(++line, bytes.subarray(start, end));
      start = end + 1;
    }
    // What is too long is known to be so, and kept just so long.
    rest = bytes.subarray(start, start + longest + 2);
  }
  if (rest.length > 0) yield toLine(++line, rest);
}

function toLine(line: number, bytes: Buffer): TextLine {
  const end = bytes.at(-1) === carriageReturn ? bytes.length - 1 : bytes.length;
  if (end > longest) return { line, reason: `The line is longer than ${longest} bytes.` };
  // The text alone doesn't tell: what stands for a wrong byte may also be meant.
  if (!isUtf8(bytes)) return { line, reason: "The line isn't valid UTF-8." };
  const text = bytes.toString("utf8", 0, end);
  return { line, text: line === 1 ? text.replace(/^\ufeff/, "") : text };
}
