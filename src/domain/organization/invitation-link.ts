import { AggregateRoot } from "#domain/shared/aggregate-root.ts";
import type { Clock } from "#domain/shared/clock.ts";
import type { Id } from "#domain/shared/id.ts";
import { InvitationExpired, InvitationLinkUsedUp } from "./errors.ts";
import type { InvitationLinkEvent } from "./events.ts";
import type { Invited, MemberId } from "./member.ts";
import type { OrganizationId } from "./organization.ts";

export interface InvitationLinkSnapshot extends Invited {
  readonly id: Id<"InvitationLink">;
  readonly organizationId: OrganizationId;
  readonly code: string;
  readonly maxUses: number;
  readonly uses: number;
  readonly version: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** An invitation of whoever has its code, so many times. Made by the `InvitationFactory` only. */
export class InvitationLink extends AggregateRoot<InvitationLinkEvent> {
  readonly #clock: Clock;
  #state: InvitationLinkSnapshot;

  constructor(clock: Clock, state: InvitationLinkSnapshot, made: boolean) {
    super();
    this.#clock = clock;
    this.#state = Object.freeze({ ...state });
    if (made) this.record({ type: "InvitationLinkMade", occurredAt: state.createdAt });
  }

  get snapshot(): InvitationLinkSnapshot {
    return this.#state;
  }

  /** @throws InvitationExpired, InvitationLinkUsedUp */
  use(by: MemberId): void {
    const { uses, maxUses, expiresAt } = this.#state;
    const now = this.#clock.now();
    if (expiresAt <= now) throw new InvitationExpired();
    if (uses >= maxUses) throw new InvitationLinkUsedUp();
    this.#state = Object.freeze({ ...this.#state, uses: uses + 1 });
    this.record({ type: "InvitationLinkUsed", userId: by, occurredAt: now });
  }

  withdraw(): void {
    this.record({ type: "InvitationLinkWithdrawn", occurredAt: this.#clock.now() });
  }
}
