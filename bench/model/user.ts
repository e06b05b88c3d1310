import { AggregateRoot, type DomainEvent } from "#domain/shared/aggregate-root.ts";
import type { Clock } from "#domain/shared/clock.ts";
import type { Id } from "#domain/shared/id.ts";

export type UserId = Id<"User">;

export interface UserSnapshot {
  readonly id: UserId;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Made by the `UserFactory` only. */
export class User extends AggregateRoot<DomainEvent> {
  readonly #clock: Clock;
  #state: UserSnapshot;

  constructor(clock: Clock, state: UserSnapshot) {
    super();
    this.#clock = clock;
    this.#state = Object.freeze({ ...state });
  }

  get snapshot(): UserSnapshot {
    return this.#state;
  }

  rename(name: string): void {
    if (name === this.#state.name) return;
    const updatedAt = this.#clock.now();
    this.#state = Object.freeze({ ...this.#state, name, updatedAt });
    this.record({ type: "UserRenamed", occurredAt: updatedAt });
  }
}
