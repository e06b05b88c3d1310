import type { DomainError } from "#domain/shared/domain-error.ts";
import { StatementFailed } from "./errors.ts";

/** What a violated constraint means to the domain, by the constraint's name. */
export type ConstraintErrors = Readonly<Record<string, new () => DomainError>>;

/** Runs `work` and turns the violation of a known constraint into its domain error, with PostgreSQL's as `cause`. */
export async function translateConstraints<T>(errors: ConstraintErrors, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const constraint = error instanceof StatementFailed ? error.constraint : undefined;
    const Known = constraint !== undefined && Object.hasOwn(errors, constraint) ? errors[constraint] : undefined;
    if (Known === undefined) throw error;
    throw Object.assign(new Known(), { cause: error });
  }
}
