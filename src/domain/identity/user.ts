import { AggregateRoot } from "#domain/shared/aggregate-root.ts";
import type { Clock } from "#domain/shared/clock.ts";
import { Email } from "#domain/shared/email.ts";
import type { Id } from "#domain/shared/id.ts";
import { EmailAlreadyVerified, InvalidRole, UserIsDeleted } from "./errors.ts";
import type { UserEvent } from "./events.ts";
import type { OutsideIdentity } from "./outside-identity.ts";
import type { PersonName } from "./person-name.ts";
import { changedSettings, type SettingsChange, type UserSettings } from "./user-settings.ts";

export type UserId = Id<"User">;

export const userRoles = ["member", "admin"] as const;
export type UserRole = (typeof userRoles)[number];

/** @throws InvalidRole */
export function parseUserRole(text: string): UserRole {
  const role = userRoles.find((known) => known === text);
  if (role === undefined) throw new InvalidRole(userRoles);
  return role;
}

/** All there is to know about a user, in plain values: what is stored, and what tests look at. */
export interface UserSnapshot {
  readonly id: UserId;
  readonly email: string;
  readonly name: string;
  /** Null: logs in at an outside identity provider only. */
  readonly passwordHash: string | null;
  readonly role: UserRole;
  readonly emailVerifiedAt: Date | null;
  readonly settings: UserSettings;
  readonly identities: readonly OutsideIdentity[];
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly deletedAt: Date | null;
}

/** A person with an account. Made by the `UserFactory` only. */
export class User extends AggregateRoot<UserEvent> {
  readonly #clock: Clock;
  #state: UserSnapshot;

  constructor(clock: Clock, state: UserSnapshot, registered: boolean) {
    super();
    this.#clock = clock;
    this.#state = frozenCopy(state);
    if (registered) this.record({ type: "UserRegistered", occurredAt: state.createdAt });
  }

  get snapshot(): UserSnapshot {
    return this.#state;
  }

  rename(name: PersonName): void {
    this.#change({ name: name.toString() }, "UserRenamed");
  }

  /** The new address is not verified. */
  changeEmail(email: Email): void {
    const verified = Email.parse(this.#state.email).equals(email) ? this.#state.emailVerifiedAt : null;
    this.#change({ email: email.toString(), emailVerifiedAt: verified }, "UserEmailChanged");
  }

  /** @throws EmailAlreadyVerified */
  verifyEmail(): void {
    if (this.#state.emailVerifiedAt !== null) throw new EmailAlreadyVerified();
    this.#change({ emailVerifiedAt: this.#clock.now() }, "UserEmailVerified");
  }

  changePassword(passwordHash: string): void {
    this.#change({ passwordHash }, "UserPasswordChanged");
  }

  /** @throws InvalidSettings */
  changeSettings(change: SettingsChange): void {
    this.#change({ settings: changedSettings(this.#state.settings, change) }, "UserSettingsChanged");
  }

  changeRole(role: UserRole): void {
    this.#refuseIfDeleted();
    if (role === this.#state.role) return;
    const occurredAt = this.#put({ role });
    this.record({ type: "UserRoleChanged", role, occurredAt });
  }

  delete(): void {
    this.#change({ deletedAt: this.#clock.now() }, "UserDeleted");
  }

  restore(): void {
    if (this.#state.deletedAt === null) return;
    const occurredAt = this.#clock.now();
    this.#state = Object.freeze({ ...this.#state, deletedAt: null, updatedAt: occurredAt });
    this.record({ type: "UserRestored", occurredAt });
  }

  /** @throws UserIsDeleted */
  #change(change: Partial<UserSnapshot>, type: Exclude<UserEvent["type"], "UserRoleChanged">): void {
    this.#refuseIfDeleted();
    const same = Object.entries(change).every(([field, value]) =>
      equal(this.#state[field as keyof UserSnapshot], value),
    );
    if (same) return;
    this.record({ type, occurredAt: this.#put(change) });
  }

  #refuseIfDeleted(): void {
    if (this.#state.deletedAt !== null) throw new UserIsDeleted();
  }

  #put(change: Partial<UserSnapshot>): Date {
    const updatedAt = this.#clock.now();
    this.#state = Object.freeze({ ...this.#state, ...change, updatedAt });
    return updatedAt;
  }
}

function frozenCopy(state: UserSnapshot): UserSnapshot {
  return Object.freeze({
    ...state,
    settings: Object.freeze({ ...state.settings }),
    identities: Object.freeze(state.identities.map((identity) => Object.freeze({ ...identity }))),
  });
}

function equal(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
