import postgres from "postgres";
import { readCatalog } from "./catalog.ts";
import type { Catalog } from "./catalog.ts";
import { readPlan } from "./plan.ts";
import type { ExplainRow, PlanNode } from "./plan.ts";
import { parseQueryTree } from "./query-tree.ts";
import type { TreeNode } from "./query-tree.ts";

/** What PostgreSQL says about a statement without running it. */
export interface Description {
  /** The OIDs of `$1`, `$2`, ... */
  readonly parameterTypes: readonly number[];
  readonly columns: readonly DescribedColumn[];
  /** The analysed query: names, functions and views resolved. */
  readonly tree: TreeNode;
}

interface DescribedColumn {
  readonly name: string;
  readonly type: number;
}

/** A connection for compiling statements against a migrated database. */
export interface Describer {
  readonly catalog: Catalog;
  /**
   * Describes a statement with `$n` parameters.
   *
   * @param parameterTypes the OIDs to declare; PostgreSQL infers those that are missing or 0
   * @throws postgres.PostgresError when PostgreSQL refuses the statement
   */
  describe(text: string, parameterTypes?: readonly number[]): Promise<Description>;
  /**
   * The plan for any values of the parameters in which each scan is an index scan and each join a nested loop,
   * wherever an index can serve them: also on tables without rows.
   */
  planByIndexes(text: string): Promise<PlanNode>;
  close(): Promise<void>;
}

/** @param url a migrated database; nothing in it is changed. @throws Error when it can't be reached, or is of another version */
export async function openDescriber(url: string): Promise<Describer> {
  const loggedTrees: string[] = [];
  const sql = postgres(url, {
    max: 1,
    fetch_types: false,
    connection: { application_name: "sql compiler" },
    onnotice: ({ message, detail }) => {
      if (message === "parse tree:") loggedTrees.push(detail ?? "");
    },
  });
  const close = (): Promise<void> => sql.end({ timeout: 1 });
  try {
    const catalog = await readCatalog(sql);
    await sql.unsafe("SET debug_print_parse = on; SET debug_pretty_print = off; SET client_min_messages = log");
    await sql.unsafe("SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off");
    return {
      catalog,
      planByIndexes: async (text) => {
        const [row] = await sql
          .unsafe<ExplainRow[]>(`EXPLAIN (GENERIC_PLAN, VERBOSE, COSTS OFF, FORMAT JSON) ${text}`)
          .simple();
        return readPlan(row);
      },
      describe: async (text, parameterTypes = []) => {
        loggedTrees.length = 0;
        const declared = parameterTypes.map((oid) => sql.typed(null as never, oid));
        const { types, columns } = await sql.unsafe(text, declared).describe();
        return { parameterTypes: types, columns, tree: parseQueryTree(loggedTrees[0] ?? "") };
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
