import { AggregateRoot } from "#domain/shared/aggregate-root.ts";
import type { Clock } from "#domain/shared/clock.ts";
import type { Id } from "#domain/shared/id.ts";
import { InvitationAlreadyAccepted, InvitationExpired } from "./errors.ts";
import type { InvitationEvent } from "./events.ts";
import type { Invited, MemberId } from "./member.ts";
import type { OrganizationId } from "./organization.ts";

export interface InvitationSnapshot extends Invited {
  readonly id: Id<"Invitation">;
  readonly organizationId: OrganizationId;
  readonly email: string;
  /** All that is kept of the token that was mailed. */
  readonly tokenHash: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly acceptedAt: Date | null;
}

/** An invitation of one person, by mail. Made by the `InvitationFactory` only. */
export class Invitation extends AggregateRoot<InvitationEvent> {
  readonly #clock: Clock;
  #state: InvitationSnapshot;

  constructor(clock: Clock, state: InvitationSnapshot, made: boolean) {
    super();
    this.#clock = clock;
    this.#state = Object.freeze({ ...state });
    if (made) this.record({ type: "InvitationMade", occurredAt: state.createdAt });
  }

  get snapshot(): InvitationSnapshot {
    return this.#state;
  }

  /** @param by whoever has the token, maybe not whom it was mailed to @throws InvitationAlreadyAccepted, InvitationExpired */
  accept(by: MemberId): void {
    const now = this.#clock.now();
    if (this.#state.acceptedAt !== null) throw new InvitationAlreadyAccepted();
    if (this.#state.expiresAt <= now) throw new InvitationExpired();
    this.#state = Object.freeze({ ...this.#state, acceptedAt: now });
    this.record({ type: "InvitationAccepted", userId: by, occurredAt: now });
  }

  /** @throws InvitationAlreadyAccepted */
  withdraw(): void {
    if (this.#state.acceptedAt !== null) throw new InvitationAlreadyAccepted();
    this.record({ type: "InvitationWithdrawn", occurredAt: this.#clock.now() });
  }
}
