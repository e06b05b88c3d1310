import type { Clock } from "#domain/shared/clock.ts";
import type { Email } from "#domain/shared/email.ts";
import type { IdGenerator } from "#domain/shared/id-generator.ts";
import { parseId } from "#domain/shared/id.ts";
import { InvitationLink, type InvitationLinkSnapshot } from "./invitation-link.ts";
import { Invitation, type InvitationSnapshot } from "./invitation.ts";
import { parseCount } from "./text.ts";

interface NewInvitation extends Pick<InvitationSnapshot, "organizationId" | "role" | "invitedBy" | "tokenHash"> {
  readonly email: Email;
}

type NewLink = Pick<InvitationLinkSnapshot, "organizationId" | "role" | "invitedBy" | "code" | "maxUses">;

const week = 7 * 24 * 60 * 60 * 1000;

/** Makes invitations and invitation links: new ones, good for a week, and those that were stored. Nobody else does. */
export class InvitationFactory {
  readonly #clock: Clock;
  readonly #ids: IdGenerator;

  constructor(clock: Clock, ids: IdGenerator) {
    this.#clock = clock;
    this.#ids = ids;
  }

  invite({ email, ...given }: NewInvitation): Invitation {
    return new Invitation(this.#clock, { ...given, ...this.#new(), email: email.toString(), acceptedAt: null }, true);
  }

  /** @throws InvalidNumber */
  link(given: NewLink): InvitationLink {
    const maxUses = parseCount("number of uses", given.maxUses, 1000);
    return new InvitationLink(this.#clock, { ...given, ...this.#new(), maxUses, uses: 0 }, true);
  }

  restoreInvitation(snapshot: InvitationSnapshot): Invitation {
    return new Invitation(this.#clock, snapshot, false);
  }

  restoreLink(snapshot: InvitationLinkSnapshot): InvitationLink {
    return new InvitationLink(this.#clock, snapshot, false);
  }

  #new<Kind extends string>() {
    const createdAt = this.#clock.now();
    const expiresAt = new Date(createdAt.getTime() + week);
    return { id: parseId<Kind>(this.#ids.next()), version: 1, createdAt, expiresAt };
  }
}
