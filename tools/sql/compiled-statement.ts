import type { Kind } from "./header.ts";
import type { Problem } from "./problem.ts";

export interface CompiledStatement {
  readonly name: string;
  readonly kind: Kind;
  readonly documentation: readonly string[];
  readonly text: string;
  readonly parameters: readonly Parameter[];
  readonly columns: readonly Field[];
}

/** A parameter or a column. */
export interface Field {
  /** In camelCase. */
  readonly name: string;
  readonly typescript: string;
}

export interface Parameter extends Field {
  /** The OID it is sent with; 0 where PostgreSQL infers it. */
  readonly type: number;
}

export type Compilation<T> =
  | { readonly compiled: T; readonly problems?: never }
  | { readonly compiled?: never; readonly problems: readonly Problem[] };
