import fc from "fast-check";
import { type OutsideIdentity, parseOutsideIdentity } from "#domain/identity/outside-identity.ts";
import { PersonName } from "#domain/identity/person-name.ts";
import type { SessionSnapshot } from "#domain/identity/session.ts";
import type { UserSettings } from "#domain/identity/user-settings.ts";
import { userRoles, type UserSnapshot } from "#domain/identity/user.ts";
import { aText, aTime, anEmail, anId, plain, succeeds } from "#test/support/arbitraries.ts";

/** A name as `PersonName.parse` leaves it. */
export const aPersonName = (): fc.Arbitrary<string> =>
  aText({ minLength: 1, maxLength: 200 })
    .map((text) => text.trim())
    .filter((name) => succeeds(() => PersonName.parse(name)));

export const someSettings = (): fc.Arbitrary<UserSettings> =>
  fc.record(
    {
      locale: fc.constantFrom("en", "pt-BR", "zh-Hant-TW", "sl-rozaj-biske"),
      timeZone: fc.constantFrom(null, "UTC", "Europe/London", "America/Argentina/Buenos_Aires"),
      marketingEmails: fc.boolean(),
    },
    plain,
  );

const anOutsideIdentity = (): fc.Arbitrary<OutsideIdentity> =>
  fc
    .record(
      {
        provider: fc.stringMatching(/^[a-z\d][a-z\d-]{0,49}$/),
        subject: aText({ minLength: 1, maxLength: 255 }),
      },
      plain,
    )
    .filter(({ provider, subject }) => succeeds(() => parseOutsideIdentity(provider, subject)));

/** Any user that can be stored, deleted ones too. */
export const aUserSnapshot = (): fc.Arbitrary<UserSnapshot> =>
  fc.record(
    {
      id: anId<"User">(),
      email: anEmail(),
      name: aPersonName(),
      passwordHash: fc.option(aText({ maxLength: 100 })),
      role: fc.constantFrom(...userRoles),
      emailVerifiedAt: fc.option(aTime()),
      settings: someSettings(),
      identities: fc.uniqueArray(anOutsideIdentity(), {
        maxLength: 3,
        selector: ({ provider, subject }) => `${provider} ${subject}`,
      }),
      version: aVersion(),
      createdAt: aTime(),
      updatedAt: aTime(),
      deletedAt: fc.option(aTime()),
    },
    plain,
  );

/** Any session that can be stored, revoked and expired ones too. */
export const aSessionSnapshot = (): fc.Arbitrary<SessionSnapshot> =>
  fc.record(
    {
      id: anId<"Session">(),
      userId: anId<"User">(),
      refreshTokenHash: aText({ minLength: 1, maxLength: 100 }),
      userAgent: fc.option(aText({ maxLength: 300 })),
      ip: fc.option(fc.oneof(fc.ipV4(), fc.ipV6())),
      version: aVersion(),
      createdAt: aTime(),
      lastUsedAt: aTime(),
      expiresAt: aTime(),
      revokedAt: fc.option(aTime()),
    },
    plain,
  );

/** One that there can be a next one of. */
const aVersion = () => fc.integer({ min: 1, max: 2 ** 31 - 2 });
