import { createIdentity } from "#application/identity/identity.ts";
import type { PasswordHasher } from "#application/identity/password-hasher.ts";
import type { VerificationMail } from "#application/identity/verification-mail.ts";
import { JoseTokens } from "#infrastructure/identity/jose-tokens.ts";
import type { IdentityAdapters } from "./identity-adapters.ts";
import { inMemoryAdapters } from "./in-memory-adapters.ts";

const tokenSettings = { secret: "a secret of the tests, 32 bytes or more", accessSeconds: 900, refreshDays: 30 };

/** Takes no time, and remembers what it was asked to verify. */
export class FakePasswordHasher implements PasswordHasher {
  readonly verifications: { readonly password: string; readonly hash: string | null }[] = [];
  /** What happens between the verification and what follows from it. */
  afterVerification: (() => Promise<void>) | undefined;

  async hash(password: string): Promise<string> {
    return `hashed:${password}`;
  }

  async verify(password: string, hash: string | null): Promise<boolean> {
    this.verifications.push({ password, hash });
    await this.afterVerification?.();
    return hash === `hashed:${password}`;
  }
}

export class RecordedMail implements VerificationMail {
  readonly sent: { readonly to: string; readonly token: string }[] = [];

  async send(to: { toString(): string }, token: string): Promise<void> {
    this.sent.push({ to: to.toString(), token });
  }
}

/** The password of everybody whom `register` registers. */
export const password = "correct horse battery";

/** All use cases of identity on the given adapters, with cheap passwords, and mails that are only written down. */
export function testIdentity(adapters: IdentityAdapters) {
  const passwords = new FakePasswordHasher();
  const verificationMail = new RecordedMail();
  const tokens = new JoseTokens(adapters.clock, tokenSettings);
  const identity = createIdentity({ ...adapters, passwords, tokens, verificationMail });
  const register = (email = "ada@example.com", name = "Ada Lovelace") =>
    identity.registerUser({ email, name, password });
  return {
    ...adapters,
    identity,
    passwords,
    tokens,
    mails: verificationMail.sent,
    register,
    /** Somebody who is an administrator: the first one is made past the use cases. */
    administrator: async (email = "admin@example.com") => {
      const { id } = await register(email, "Adele Admin");
      return (await adapters.users.update(id, (user) => user.changeRole("admin"))).snapshot;
    },
    logIn: (email = "ada@example.com") =>
      identity.logIn({ email, password, userAgent: "Mozilla/5.0", ip: "192.0.2.1" }),
  };
}

/** All use cases of identity without a database: `const { identity, register, clock, mails } = inMemoryIdentity()`. */
export const inMemoryIdentity = () => testIdentity(inMemoryAdapters());
