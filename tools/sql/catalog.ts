import type { Sql } from "postgres";
import { readFunctionCatalog } from "./catalog-functions.ts";
import type { FunctionCatalog } from "./catalog-functions.ts";
import { readRelationCatalog } from "./catalog-relations.ts";
import type { RelationCatalog } from "./catalog-relations.ts";
import { readTypes } from "./type-catalog.ts";
import type { TypeCatalog } from "./type-catalog.ts";

/** What the compiler has to know about the migrated database. */
export interface Catalog extends TypeCatalog, RelationCatalog, FunctionCatalog {
  /** PostgreSQL's major version. */
  readonly major: number;
}

/** Reads the catalog once, after the migrations. */
export async function readCatalog(sql: Sql): Promise<Catalog> {
  const [version] = await sql<{ major: number }[]>`
    SELECT current_setting('server_version_num')::int / 10000 AS major`;
  return {
    ...(await readTypes(sql)),
    ...(await readRelationCatalog(sql)),
    ...(await readFunctionCatalog(sql)),
    major: version?.major ?? 0,
  };
}
