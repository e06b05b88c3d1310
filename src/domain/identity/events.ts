import type { DomainEvent } from "#domain/shared/aggregate-root.ts";

interface Event<Type extends string> extends DomainEvent {
  readonly type: Type;
}

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
