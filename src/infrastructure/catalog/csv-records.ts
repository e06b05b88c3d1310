import { parse } from "csv-parse/sync";
import type { TextLine } from "./text-lines.ts";

/** The values of a record, by the number of its first line, or why there are none. */
export type CsvRecord = { readonly line: number } & (
  | { readonly values: readonly string[] }
  | { readonly reason: string }
);

/** In UTF-16 units. Longer than any product: how far to look for the end of a quote. */
const longest = 16_384;

/**
 * Reads the records of a CSV: values with commas between them, some in quotes, in which there may be line breaks. All have
 * as many values as the first. A record is parsed by itself, and a fault costs the line in which it begins, not what follows:
 * given the whole text, the parser would take everything up to some later quote for one value, and drop it in silence.
 */
export async function* readCsvRecords(lines: AsyncIterable<TextLine>): AsyncGenerator<CsvRecord, void> {
  const waiting = new WaitingLines();
  let width: number | undefined;
  const takeAll = function* (isEnd: boolean): Generator<CsvRecord, void> {
    for (let first = waiting.first; first !== undefined; first = waiting.first) {
      const text = waiting.wholeRecord();
      if (text === undefined && !isEnd && waiting.mayBecomeWhole) return;
      const values = "reason" in first ? first.reason : text === undefined ? notClosed : valuesOf(text, width);
      if (typeof values === "string") {
        // It may come from a quote that should not be there: the lines that it joined are read again.
        waiting.dropFirst();
        yield { line: first.line, reason: values };
        continue;
      }
      waiting.dropRecord();
      if (values.length === 0) continue;
      width ??= values.length;
      yield { line: first.line, values };
    }
  };
  for await (const line of lines) {
    waiting.push(line);
    yield* takeAll(false);
  }
  yield* takeAll(true);
}

/** Lines from which no record was taken yet. */
class WaitingLines {
  readonly #lines: TextLine[] = [];
  #start = 0;
  // Of the record that begins at the start: how much was looked at, once, whatever comes later.
  #end = 0;
  #quotes = 0;
  #length = 0;

  get first(): TextLine | undefined {
    return this.#lines[this.#start];
  }

  get mayBecomeWhole(): boolean {
    return this.#end === this.#lines.length && this.#length <= longest;
  }

  push(line: TextLine): void {
    if (this.#start === this.#lines.length || this.#start > 1000) {
      this.#lines.splice(0, this.#start);
      this.#end -= this.#start;
      this.#start = 0;
    }
    this.#lines.push(line);
  }

  /** As many lines as there are until every quote is closed; undefined where there are too few. */
  wholeRecord(): string | undefined {
    for (let line = this.#lines[this.#end]; line !== undefined; line = this.#lines[this.#end]) {
      if ("reason" in line || this.#length > longest) return undefined;
      this.#end++;
      this.#quotes += quotesIn(line.text);
      this.#length += line.text.length + 1;
      if (this.#quotes % 2 === 0) return this.#text();
    }
    return undefined;
  }

  dropFirst(): void {
    this.#begin(this.#start + 1);
  }

  dropRecord(): void {
    this.#begin(this.#end);
  }

  #begin(start: number): void {
    this.#start = start;
    this.#end = start;
    this.#quotes = 0;
    this.#length = 0;
  }

  #text(): string {
    const lines = this.#lines.slice(this.#start, this.#end);
    return lines.map((line) => ("text" in line ? line.text : "")).join("\n");
  }
}

const options = { record_delimiter: "\n", relax_column_count: true } as const;

const notClosed = `A quote is not closed within ${longest} characters.`;

/** None of an empty line; a text: what is wrong. */
function valuesOf(text: string, width: number | undefined): readonly string[] | string {
  if (text.trim() === "") return [];
  try {
    const values = text.includes('"') ? (parse(text, options)[0] ?? []) : text.split(",");
    if (width === undefined || values.length === width) return values;
    return `Expected ${width} values, as in the heading, but found ${values.length}.`;
  } catch {
    return 'A quote is wrong: a value with commas or quotes stands in quotes, and a quote in it is doubled, as in "4"" pipe".';
  }
}

function quotesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) count++;
  return count;
}
