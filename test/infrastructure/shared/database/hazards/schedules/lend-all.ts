import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { seven } from "./ledger.ts";

/** Uses all connections of a pool of `size` at once: none is leaked. @throws AcquireTimeout and others when it can't */
export async function lendAll(source: DataSource, size: number): Promise<void> {
  const all = Promise.withResolvers<void>();
  let lent = 0;
  const borrow = () =>
    source.withConnection(
      async (connection) => {
        await seven(connection);
        if (++lent === size) all.resolve();
        await all.promise;
      },
      { acquireTimeout: 2_000 },
    );
  all.promise.catch(() => undefined);
  const borrowers = Array.from({ length: size }, borrow);
  for (const borrower of borrowers) borrower.catch(all.reject);
  await Promise.all(borrowers);
}
