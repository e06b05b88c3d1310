import { InvalidMigrations, nameOf } from "./migration-files.ts";
import type { Step } from "./migration-plan.ts";
import { type FileStatement, refuseTransactionControl, splitStatements } from "./split-statements.ts";

/** A step with all that is needed to run it. */
export interface PreparedStep extends Step {
  readonly file: string;
  readonly sql: string;
  /** Undefined: the whole file is run in one transaction. */
  readonly statements: readonly FileStatement[] | undefined;
}

/** @throws InvalidMigrations naming each file that begins or ends a transaction, or can't be taken apart though it must */
export async function prepareSteps(directory: string, steps: readonly Step[]): Promise<PreparedStep[]> {
  const faults: string[] = [];
  const prepared: PreparedStep[] = [];
  for (const step of steps) {
    const { up, down, upFile, downFile, headers } = step.migration;
    const [file, sql] = step.direction === "up" ? [upFile, up] : [downFile, down];
    const splits = headers[step.direction].noTransaction;
    try {
      if (!splits) await refuseTransactionControl(sql);
      prepared.push({ ...step, file, sql, statements: splits ? await splitStatements(sql) : undefined });
    } catch (error) {
      faults.push(`${nameOf(step.migration)}.${step.direction}.sql ${(error as Error).message}`);
    }
  }
  if (faults.length > 0) throw new InvalidMigrations(directory, faults);
  return prepared;
}
