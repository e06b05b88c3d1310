import type { Event } from "#domain/shared/aggregate-root.ts";

export type UserEvent =
  | Event<"UserRegistered">
  | Event<"UserRenamed">
  | Event<"UserEmailChanged">
  | Event<"UserEmailVerified">
  | Event<"UserPasswordChanged">
  | Event<"UserSettingsChanged">
  | (Event<"UserRoleChanged"> & { readonly role: string })
  | Event<"UserDeleted">
  | Event<"UserRestored">;

export type SessionEvent =
  | Event<"SessionStarted">
  | Event<"SessionRefreshed">
  | (Event<"SessionRevoked"> & { readonly reason: "logged-out" | "token-reused" });
