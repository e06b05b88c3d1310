import type { ValueType } from "#infrastructure/shared/database/types/value-type.ts";
import type { Kind } from "./header.ts";
import type { ImportedType } from "./overrides.ts";
import type { Problem } from "./problem.ts";

export interface CompiledStatement {
  readonly name: string;
  readonly kind: Kind;
  readonly documentation: readonly string[];
  readonly text: string;
  readonly parameters: readonly Parameter[];
  /** The names of array parameters that are read side by side and so must have one length. */
  readonly sideBySide?: readonly (readonly string[])[];
  readonly columns: readonly Field[];
  /** The statement in each order that its callers can choose; text and parameters above are those of the first. */
  readonly orders?: ReadonlyMap<string, CompiledStatement> | undefined;
}

/** A parameter or a column. */
export interface Field {
  /** In camelCase. */
  readonly name: string;
  readonly typescript: string;
  /** Where the OID of its type doesn't say how it is read or written. */
  readonly format?: FieldFormat | undefined;
  /** What the generated file has to import for it. */
  readonly imported?: ImportedType | undefined;
}

/** A `ValueFormat` of the run time, with the name of its schema. */
export interface FieldFormat {
  readonly type?: ValueType | undefined;
  readonly schema?: string | undefined;
  readonly nullable?: true | undefined;
}

export interface Parameter extends Field {
  /** The parameter whose rows it is a field of. */
  readonly rows?: string | undefined;
  /** The OID it is sent with; 0 where PostgreSQL infers it. */
  readonly type: number;
}

export type Compilation<T> =
  | { readonly compiled: T; readonly problems?: never }
  | { readonly compiled?: never; readonly problems: readonly Problem[] };
