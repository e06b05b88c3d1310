import { setTimeout as pause } from "node:timers/promises";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import type { Proxy } from "#test/support/proxy.ts";
import { isUnderTest } from "../under-test.ts";
import type { Trouble } from "./plan.ts";

/**
 * Makes the trouble at its time and settles when it is over.
 *
 * @param url of the schedule's database, past the proxy, as a superuser
 * @returns how many backends it has hit
 */
export async function makeTrouble(
  { after, kind }: Trouble,
  { proxy, url }: { readonly proxy: Proxy; readonly url: string },
): Promise<number> {
  await pause(after);
  switch (kind.what) {
    case "terminate":
    case "cancel":
      return hit(kind.what, kind.which, url);
    case "connection":
      proxy.strike(kind.fault, kind.which);
      return 0;
    case "at COMMIT":
      proxy.once("COMMIT\0", kind.fault);
      return 0;
    case "stall":
      proxy.strike("stall", kind.which);
      await pause(kind.lasts);
      if (kind.ends === "cut") proxy.cutAll();
      else proxy.resume();
      return 0;
    case "refuse connections":
      proxy.refusing = true;
      await pause(kind.lasts);
      proxy.refusing = false;
      return 0;
  }
}

async function hit(what: "terminate" | "cancel", which: number, url: string): Promise<number> {
  const client = await connectPlainly(url, "plinth trouble");
  const pool = `FROM pg_stat_activity WHERE datname = current_database() AND ${isUnderTest}`;
  try {
    const { rowCount } = await client.query(
      `SELECT pg_${what}_backend(pid) ${pool} OFFSET (SELECT floor($1::float8 * count(*))::int ${pool}) LIMIT 1`,
      [which],
    );
    return rowCount ?? 0;
  } finally {
    await client.end();
  }
}
