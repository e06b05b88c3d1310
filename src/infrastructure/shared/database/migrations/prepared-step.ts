import { InvalidMigrations, nameOf } from "./migration-files.ts";
import type { Step } from "./migration-plan.ts";
import { type FileStatement, splitStatements } from "./split-statements.ts";

/** A step with all that is needed to run it. */
export interface PreparedStep extends Step {
  readonly file: string;
  readonly sql: string;
  /** Undefined: the whole file is run in one transaction. */
  readonly statements: readonly FileStatement[] | undefined;
}

/** @throws InvalidMigrations naming each file that is to be run statement by statement, but can't be taken apart */
export async function prepareSteps(directory: string, steps: readonly Step[]): Promise<PreparedStep[]> {
  const faults: string[] = [];
  const prepared: PreparedStep[] = [];
  for (const step of steps) {
    const { up, down, upFile, downFile, headers } = step.migration;
    const [file, sql] = step.direction === "up" ? [upFile, up] : [downFile, down];
    const splits = headers[step.direction].noTransaction;
    const statements = splits
      ? await splitStatements(sql).catch((error: unknown) => {
          faults.push(`${nameOf(step.migration)}.${step.direction}.sql ${(error as Error).message}`);
          return [];
        })
      : undefined;
    prepared.push({ ...step, file, sql, statements });
  }
  if (faults.length > 0) throw new InvalidMigrations(directory, faults);
  return prepared;
}
