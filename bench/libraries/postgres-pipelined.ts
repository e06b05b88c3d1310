import postgres from "postgres";
import { applyChange } from "#domain/shared/change.ts";
import { type OpenLibrary, users } from "../library.ts";
import type { StoredUser } from "../model/user-factory.ts";
import { statements } from "./hand-written.ts";
import { libraryOn } from "./postgres.ts";

/**
 * postgres.js with what doesn't need an answer sent together: BEGIN with the first statement, the last with COMMIT. What
 * is one statement anyway is as in postgres.ts.
 */
export const open: OpenLibrary = (url, poolSize) => {
  const sql = postgres(url, { max: poolSize });

  /** COMMIT is sent behind the statements that `work` has sent and not awaited. */
  async function inTransaction<T>(work: (reserved: postgres.ReservedSql) => Promise<Sent<T>>): Promise<T> {
    const reserved = await sql.reserve();
    try {
      const begun = send(reserved, "BEGIN");
      const { result, sent } = await work(reserved).catch(async (error: unknown) => {
        await send(reserved, "ROLLBACK");
        throw error;
      });
      const [committed] = await Promise.all([send(reserved, "COMMIT"), begun, ...sent]);
      if (committed.command !== "COMMIT") throw new Error("Nothing was committed: a statement has failed.");
      return result;
    } finally {
      reserved.release();
    }
  }

  return {
    ...libraryOn(sql),
    updateUser: (id, change) =>
      inTransaction(async (reserved) => {
        const [row] = await send<StoredUser>(reserved, statements.lockUser, [id]);
        const user = users.restore(row);
        if (!applyChange(user, change)) return { result: user, sent: [] };
        const { email, name, role, updatedAt, version } = user.snapshot;
        const saved = send(reserved, statements.updateUser, [email, name, role, updatedAt, id, version]);
        return { result: users.restore({ ...user.snapshot, version: version + 1 }), sent: [saved] };
      }),
    createOrder: ({ snapshot: { id, customerId, status, note, version, placedAt, items } }) =>
      inTransaction(async (reserved) => {
        const sent = [
          send(reserved, statements.insertOrder, [id, customerId, status, note, version, placedAt]),
          send(reserved, statements.insertItems, [
            id,
            items.map(({ productId }) => productId),
            items.map(({ quantity }) => quantity),
            items.map(({ unitPrice }) => unitPrice),
          ]),
        ];
        return { result: undefined, sent };
      }),
  };
};

interface Sent<T> {
  readonly result: T;
  readonly sent: readonly Promise<unknown>[];
}

/** Sends now, where awaiting would. Without `simple: false` a statement without values isn't prepared, and waits. */
function send<Row extends object>(
  reserved: postgres.ReservedSql,
  text: string,
  values: postgres.ParameterOrJSON<never>[] = [],
): postgres.PendingQuery<Row[]> {
  const options = { prepare: true, simple: false } as postgres.UnsafeQueryOptions;
  return reserved.unsafe<Row[]>(text, values, options).execute();
}
