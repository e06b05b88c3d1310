import type { LintFinding, Problem } from "../finding.ts";
import type { Tables } from "../schema-history.ts";
import type { SqlFile } from "../sql-file.ts";

/** A migration file, with what is known of its context's tables. */
export interface Subject {
  readonly file: SqlFile;
  readonly before: Tables;
  readonly after: Tables;
}

/** Something that PostgreSQL accepts and that goes wrong sooner or later. */
export interface Rule {
  /** As in `-- lint: allow <name>: <reason>`. */
  readonly name: string;
  /** What goes wrong, in one line. */
  readonly reason: string;
  readonly severity: LintFinding["severity"];
  /** Down files are looked at by few rules: what they do is the reverse of a file that all rules have seen. */
  readonly directions: readonly SqlFile["direction"][];
  find(subject: Subject): Problem[];
}
