import type { Catalog } from "../catalog.ts";
import type { DescribedStatement } from "../compile-statement.ts";
import type { PlanNode } from "../plan.ts";
import type { Problem } from "../problem.ts";

/** A statement that PostgreSQL accepts, with all that is known about it. */
export interface Subject extends DescribedStatement {
  /** The folder it stands in. */
  readonly context: string;
  /** See `Describer.planByIndexes`. */
  readonly plan: PlanNode;
  readonly catalog: Catalog;
}

/** A habit that PostgreSQL accepts and that goes wrong sooner or later. */
export interface Rule {
  /** As in `-- vet: allow <name>: reason`. */
  readonly name: string;
  /** What goes wrong, in one line. */
  readonly reason: string;
  find(subject: Subject): Problem[];
}
