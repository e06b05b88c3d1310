import type { DomainError } from "#domain/shared/domain-error.ts";
import { StatementFailed } from "./errors.ts";

/** What a violated constraint means to the domain, by the constraint's name. */
export type ConstraintErrors = Readonly<Record<string, new () => DomainError>>;

/** Runs `work` and turns the violation of a known constraint into its domain error, with PostgreSQL's as `cause`. */
export async function translateConstraints<T>(errors: ConstraintErrors, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const Known = error instanceof StatementFailed && error.constraint !== undefined && errors[error.constraint];
    if (!Known) throw error;
    throw Object.assign(new Known(), { cause: error });
  }
}
