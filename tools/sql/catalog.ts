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

/** The version whose catalog and query trees, with the numbers in them, the compiler reads. */
const knownMajor = 18;

/** Reads the catalog once, after the migrations. @throws Error when the database is of another major version */
export async function readCatalog(sql: Sql): Promise<Catalog> {
  const [{ major } = { major: 0 }] = await sql<{ major: number }[]>`
    SELECT current_setting('server_version_num')::int / 10000 AS major`;
  if (major !== knownMajor) {
    throw new Error(
      `Expected PostgreSQL ${knownMajor}, whose query trees are known here, but this database is of ${major}: ` +
        `use one of ${knownMajor}.`,
    );
  }
  return {
    ...(await readTypes(sql)),
    ...(await readRelationCatalog(sql)),
    ...(await readFunctionCatalog(sql)),
    major,
  };
}
