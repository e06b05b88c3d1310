import type { Transactions } from "#application/shared/transactions.ts";
import type { SessionFactory } from "#domain/identity/session-factory.ts";
import type { SessionRepository } from "#domain/identity/session-repository.ts";
import type { UserFactory } from "#domain/identity/user-factory.ts";
import type { UserRepository } from "#domain/identity/user-repository.ts";
import type { PasswordHasher } from "./password-hasher.ts";
import type { Tokens } from "./tokens.ts";
import type { UserDirectory } from "./user-directory.ts";
import type { VerificationMail } from "./verification-mail.ts";

/** All that the use cases of identity need from outside; each takes its own part of it. */
export interface Ports {
  readonly users: UserRepository;
  readonly userFactory: UserFactory;
  readonly userDirectory: UserDirectory;
  readonly sessions: SessionRepository;
  readonly sessionFactory: SessionFactory;
  readonly passwords: PasswordHasher;
  readonly tokens: Tokens;
  readonly verificationMail: VerificationMail;
  readonly transactions: Transactions;
}
