import type { Compilation, CompiledStatement } from "./compiled-statement.ts";
import { compileOrders } from "./compile-orders.ts";
import type { Describer } from "./describer.ts";
import { findImportProblems } from "./imports.ts";
import type { Problem } from "./problem.ts";
import { renderFile } from "./render.ts";
import type { SqlFile } from "./sql-files.ts";
import { parseStatementFile } from "./statement-file.ts";

/** The text of the `.sql.ts` file for a `.sql` file, or all faults in it, in the order of the file. */
export async function compileFile(file: SqlFile, describer: Describer): Promise<Compilation<string>> {
  const { statements, problems } = parseStatementFile(file.source);
  const faults: Problem[] = [...problems, ...findImportProblems(statements)];
  const compiled: CompiledStatement[] = [];
  for (const statement of statements) {
    const outcome = await compileOrders(statement, file.context, describer);
    if (outcome.compiled) compiled.push(outcome.compiled);
    else faults.push(...outcome.problems);
  }
  if (faults.length > 0) return { problems: faults.toSorted((a, b) => a.offset - b.offset) };
  if (compiled.length === 0) {
    const hint = "Begin one with `-- name: findUser :maybe`, or delete the file.";
    return { problems: [{ offset: 0, message: "This file has no statement.", hint }] };
  }
  return { compiled: await renderFile(file, compiled, describer.catalog.major) };
}
