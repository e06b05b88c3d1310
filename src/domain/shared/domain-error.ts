/**
 * What the business refuses. A context derives its errors from the kinds below; `code` is stable, part of the public
 * contract, in kebab-case.
 */
export abstract class DomainError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A value that can't exist, such as a malformed e-mail address. */
export abstract class InvalidValue extends DomainError {}

/** What was asked for doesn't exist. */
export abstract class NotFound extends DomainError {}

/** The request is sound, but the present state doesn't allow it. */
export abstract class Conflict extends DomainError {}

/** Who asks couldn't be told. */
export abstract class Unauthenticated extends DomainError {}

/** Who asks is known, and may not. */
export abstract class Forbidden extends DomainError {}

/** The caller's version of an aggregate is older than the stored one. */
export class ConcurrencyConflict extends DomainError {
  readonly code = "concurrency-conflict";

  constructor(aggregate: string, expectedVersion: number, version: number) {
    super(`${aggregate} is at version ${version}, not ${expectedVersion}: read it again and repeat the change.`);
  }
}
