import type { Clock } from "#domain/shared/clock.ts";
import type { IdGenerator } from "#domain/shared/id-generator.ts";
import { parseId } from "#domain/shared/id.ts";
import type { MemberId } from "./member.ts";
import { Organization, type OrganizationSnapshot } from "./organization.ts";
import { parseName, parseSlug } from "./text.ts";

interface NewOrganization {
  readonly name: string;
  readonly slug: string;
  readonly externalId: string | null;
  readonly owner: MemberId;
}

/** Makes organizations: new ones, and those that were stored. Nobody else does. */
export class OrganizationFactory {
  readonly #clock: Clock;
  readonly #ids: IdGenerator;

  constructor(clock: Clock, ids: IdGenerator) {
    this.#clock = clock;
    this.#ids = ids;
  }

  /** @throws InvalidText, InvalidSlug */
  create({ name, slug, externalId, owner }: NewOrganization): Organization {
    const now = this.#clock.now();
    const state: OrganizationSnapshot = {
      id: parseId(this.#ids.next()),
      name: parseName(name),
      slug: parseSlug(slug),
      externalId: externalId === null ? null : parseName(externalId, "external id"),
      initialized: false,
      members: [{ userId: owner, role: "owner", joinedAt: now }],
      version: 1,
      createdAt: now,
    };
    return new Organization(this.#clock, state, true);
  }

  restore(snapshot: OrganizationSnapshot): Organization {
    return new Organization(this.#clock, snapshot, false);
  }
}
