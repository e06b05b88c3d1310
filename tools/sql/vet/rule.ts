import type { Catalog } from "../catalog.ts";
import type { Description } from "../describer.ts";
import type { PlanNode } from "../plan.ts";
import type { PositionalText } from "../positional-text.ts";
import type { Problem } from "../problem.ts";
import type { SourceStatement } from "../statement-file.ts";
import type { VetCatalog } from "./vet-catalog.ts";

/** A statement that PostgreSQL accepts, with all that is known about it. */
export interface Subject {
  /** The folder it stands in. */
  readonly context: string;
  readonly statement: SourceStatement;
  readonly positional: PositionalText;
  readonly description: Description;
  /** See `Describer.planByIndexes`. */
  readonly plan: PlanNode;
  readonly catalog: Catalog;
  readonly vetCatalog: VetCatalog;
}

/** A habit that PostgreSQL accepts and that goes wrong sooner or later. */
export interface Rule {
  /** As in `-- vet: allow <name>: reason`. */
  readonly name: string;
  /** What goes wrong, in one line. */
  readonly reason: string;
  find(subject: Subject): Problem[];
}
