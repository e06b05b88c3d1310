import { rowsDecoder } from "./row-decoding.ts";
import type { Connection, Statement } from "./statement.ts";

/** A `:stream` query as its callers see it. */
export type StreamQuery<Parameters extends object, Row> = {} extends Parameters
  ? (connection: Connection, parameters?: Parameters) => AsyncGenerator<Row, void>
  : (connection: Connection, parameters: Parameters) => AsyncGenerator<Row, void>;

const batchSize = 500;

/**
 * Rows one by one, for results too large for memory: they are fetched through a cursor, 500 at a time, when the loop over
 * them gets there. Leaving the loop closes it. It needs a transaction, in which it can run once at a time.
 */
export const stream = <Parameters extends object, Row extends object>(
  statement: Statement,
): StreamQuery<Parameters, Row> => {
  const { name } = statement;
  const cursor = `"${name.replaceAll('"', '""')}"`;
  const plain = (text: string): Statement => ({ name, text, parameters: [], parameterTypes: [] });
  const declare = { ...statement, text: `DECLARE ${cursor} NO SCROLL CURSOR WITHOUT HOLD FOR ${statement.text}` };
  const fetch = plain(`FETCH FORWARD ${batchSize} FROM ${cursor}`);
  const close = plain(`CLOSE ${cursor}`);
  const decode = rowsDecoder(statement);

  return async function* (connection: Connection, parameters?: Parameters): AsyncGenerator<Row, void> {
    await connection.execute(declare, parameters ?? {});
    // PostgreSQL closes the cursor itself when a statement fails.
    let isOpen = true;
    try {
      for (;;) {
        isOpen = false;
        const { rows } = await connection.execute(fetch, {});
        isOpen = true;
        decode(rows);
        yield* rows as Row[];
        if (rows.length < batchSize) return;
      }
    } finally {
      if (isOpen) await connection.execute(close, {});
    }
  };
};
