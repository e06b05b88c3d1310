import { createIdentity, type Identity } from "#application/identity/identity.ts";
import type { Tokens } from "#application/identity/tokens.ts";
import { InvalidToken } from "#domain/identity/errors.ts";
import { SessionFactory } from "#domain/identity/session-factory.ts";
import type { SessionRepository } from "#domain/identity/session-repository.ts";
import { UserFactory } from "#domain/identity/user-factory.ts";
import type { UserRepository } from "#domain/identity/user-repository.ts";
import { token } from "#infrastructure/shared/container.ts";
import { type Module, shared } from "#infrastructure/shared/module.ts";
import { Argon2PasswordHasher } from "./argon2-password-hasher.ts";
import { identityRoutes } from "./identity-routes.ts";
import { JoseTokens } from "./jose-tokens.ts";
import { MailedVerification } from "./mailed-verification.ts";
import { PostgresSessionRepository } from "./postgres-session-repository.ts";
import { PostgresUserDirectory } from "./postgres-user-directory.ts";
import { PostgresUserRepository } from "./postgres-user-repository.ts";

const userFactory = token<UserFactory>("userFactory");
const sessionFactory = token<SessionFactory>("sessionFactory");
const tokens = token<Tokens>("tokens");

/** What tests may ask the container for. */
export const identity = {
  useCases: token<Identity>("identity"),
  userFactory,
  users: token<UserRepository>("users"),
  sessions: token<SessionRepository>("sessions"),
};

export const identityModule: Module = {
  tags: {
    "identity: sessions": "Logging in and out.",
    "identity: own account": "What people do with their own account.",
    "identity: administration": "What administrators do with all accounts.",
  },

  register(container) {
    container
      .register(userFactory, (c) => new UserFactory(c.resolve(shared.clock), c.resolve(shared.ids)))
      .register(sessionFactory, (c) => new SessionFactory(c.resolve(shared.clock), c.resolve(shared.ids)))
      .register(identity.users, (c) => new PostgresUserRepository(c.resolve(shared.dataSource), c.resolve(userFactory)))
      .register(
        identity.sessions,
        (c) =>
          new PostgresSessionRepository(
            c.resolve(shared.dataSource),
            c.resolve(sessionFactory),
            c.resolve(shared.clock),
          ),
      )
      .register(tokens, (c) => {
        const { secret, accessTokenTtlSeconds, refreshTokenTtlDays } = c.resolve(shared.configuration).tokens;
        if (secret === undefined) throw new Error("A service needs a TOKEN_SECRET: start() keeps one, tests set one.");
        return new JoseTokens(c.resolve(shared.clock), {
          secret: secret.reveal(),
          accessSeconds: accessTokenTtlSeconds,
          refreshDays: refreshTokenTtlDays,
        });
      })
      .register(shared.verifyAccessToken, (c) => (accessToken) => c.resolve(tokens).readAccess(accessToken))
      .register(shared.invalidAccessToken, () => new InvalidToken())
      .register(identity.useCases, (c) =>
        createIdentity({
          users: c.resolve(identity.users),
          userFactory: c.resolve(userFactory),
          userDirectory: new PostgresUserDirectory(c.resolve(shared.dataSource)),
          sessions: c.resolve(identity.sessions),
          sessionFactory: c.resolve(sessionFactory),
          passwords: new Argon2PasswordHasher(),
          tokens: c.resolve(tokens),
          verificationMail: new MailedVerification(
            c.resolve(shared.mailer),
            c.resolve(shared.configuration).http.publicUrl,
          ),
          transactions: c.resolve(shared.transactions),
        }),
      );
  },

  routes: (container) =>
    identityRoutes({
      identity: container.resolve(identity.useCases),
      authentication: container.resolve(shared.authentication),
      logInsPerMinute: container.resolve(shared.configuration).http.logInRateLimitPerMinute,
    }),
};
