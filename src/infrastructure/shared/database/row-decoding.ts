import { UnexpectedValue } from "./errors.ts";
import { decoderOf, type ValueFormat } from "./types/value-format.ts";

interface Columns {
  readonly name: string;
  readonly columnFormats?: Readonly<Record<string, ValueFormat>>;
}

/**
 * Makes the function that finishes the rows of a statement in place, where the OIDs of its columns don't say how they
 * are read. It throws UnexpectedValue, which names the statement and the column, never the value.
 */
export function rowsDecoder({ name, columnFormats = {} }: Columns): (rows: readonly object[]) => void {
  const decoders = Object.entries(columnFormats).map(([column, format]) => [column, decoderOf(format)] as const);
  if (decoders.length === 0) return () => undefined;
  return (rows) => {
    for (const row of rows as Record<string, unknown>[]) {
      for (const [column, decode] of decoders) {
        try {
          row[column] = decode(row[column]);
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          throw new UnexpectedValue(`${name}, column ${column}: ${reason}`, { statement: name });
        }
      }
    }
  };
}
