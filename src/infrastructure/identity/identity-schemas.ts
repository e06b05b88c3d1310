import { type Static, Type } from "@sinclair/typebox";
import type { IssuedTokens } from "#application/identity/start-session.ts";
import type { UserListing } from "#application/identity/user-directory.ts";
import { userRoles, type UserSnapshot } from "#domain/identity/user.ts";
import { closed, id, instant, orNull } from "#infrastructure/shared/http/schemas.ts";

export const Role = Type.Unsafe<UserSnapshot["role"]>(Type.String({ enum: [...userRoles] }));

export const emailText = Type.String({ maxLength: 254, examples: ["ada@example.com"] });
export const nameText = Type.String({ minLength: 1, maxLength: 200, examples: ["Ada Lovelace"] });
export const newPasswordText = Type.String({ minLength: 10, maxLength: 200, examples: ["correct horse battery"] });
export const passwordText = Type.String({ minLength: 1, maxLength: 200, examples: ["correct horse battery"] });
export const tokenText = Type.String({ minLength: 1, maxLength: 4096 });

const settingsFields = {
  locale: Type.String({ maxLength: 100, examples: ["en-GB"], description: "A language tag (BCP 47)." }),
  timeZone: orNull(
    Type.String({ maxLength: 100, examples: ["Europe/London"], description: "A name of the IANA database." }),
  ),
  marketingEmails: Type.Boolean(),
};
export const SettingsChangeBody = Type.Partial(Type.Object(settingsFields), { ...closed, minProperties: 1 });

export const UserView = Type.Object(
  {
    id,
    email: emailText,
    name: nameText,
    role: Role,
    emailVerified: Type.Boolean(),
    settings: Type.Object(settingsFields),
    createdAt: instant,
  },
  { description: "The user as it is now; the header ETag names its version." },
);

export const UserListingView = Type.Object({
  id,
  email: emailText,
  name: nameText,
  role: Role,
  emailVerified: Type.Boolean(),
  createdAt: instant,
  deletedAt: orNull(instant),
});

export const TokensView = Type.Object(
  {
    accessToken: Type.String(),
    tokenType: Type.Literal("Bearer"),
    expiresIn: Type.Integer({ description: "Seconds until the access token expires." }),
    refreshToken: Type.String({ description: "Good once, for new tokens." }),
  },
  { description: "The tokens of a session." },
);

/** For the description of routes that end sessions. */
export const accessTokensLive = "Access tokens that were issued before stay valid until they expire.";

export function toUserView({ id: userId, email, name, role, emailVerifiedAt, settings, createdAt }: UserSnapshot) {
  const view: Static<typeof UserView> = {
    id: userId,
    email,
    name,
    role,
    emailVerified: emailVerifiedAt !== null,
    settings: { ...settings },
    createdAt: createdAt.toISOString(),
  };
  return view;
}

export function toListingView({ emailVerifiedAt, createdAt, deletedAt, ...user }: UserListing) {
  const view: Static<typeof UserListingView> = {
    ...user,
    emailVerified: emailVerifiedAt !== null,
    createdAt: createdAt.toISOString(),
    deletedAt: deletedAt?.toISOString() ?? null,
  };
  return view;
}

export function toTokensView({ accessToken, expiresInSeconds, refreshToken }: IssuedTokens) {
  const view: Static<typeof TokensView> = {
    accessToken,
    tokenType: "Bearer",
    expiresIn: expiresInSeconds,
    refreshToken,
  };
  return view;
}
