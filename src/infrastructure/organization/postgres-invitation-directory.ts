import type {
  InvitationDirectory,
  InvitationLinkListing,
  InvitationListing,
  InvitationPosition,
  OpenInvitationsQuery,
} from "#application/organization/invitation-directory.ts";
import { OrganizationNotFound, RoleNotSufficient } from "#domain/organization/errors.ts";
import { mayManage, parseMemberRole } from "#domain/organization/member.ts";
import { parseId } from "#domain/shared/id.ts";
import { type Page, toPage } from "#domain/shared/page.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { findInvitationLinks, findInvitations } from "#sql/organization/invitation-directory.sql.ts";

export class PostgresInvitationDirectory implements InvitationDirectory {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  async invitations(query: OpenInvitationsQuery, now: Date): Promise<Page<InvitationListing, InvitationPosition>> {
    const { invitations } = requireManager(
      await this.#dataSource.withConnection((connection) => findInvitations(connection, toParameters(query, now))),
    );
    return toPage(
      invitations.map((row) => ({ ...row, ...toOffer(row), id: parseId<"Invitation">(row.id) })),
      query.limit,
      (last) => last,
    );
  }

  async links(query: OpenInvitationsQuery, now: Date): Promise<Page<InvitationLinkListing, InvitationPosition>> {
    const { links } = requireManager(
      await this.#dataSource.withConnection((connection) => findInvitationLinks(connection, toParameters(query, now))),
    );
    return toPage(
      links.map((row) => ({ ...row, ...toOffer(row), id: parseId<"InvitationLink">(row.id) })),
      query.limit,
      (last) => last,
    );
  }
}

function toParameters({ by, id, limit, after }: OpenInvitationsQuery, now: Date) {
  const position = { afterExpiresAt: after?.expiresAt ?? null, afterId: after?.id ?? null };
  return { id, userId: by, now, ...position, limit: limit + 1 };
}

function requireManager<Row extends { readonly role: string }>(row: Row | undefined): Row {
  if (row === undefined) throw new OrganizationNotFound();
  if (!mayManage(parseMemberRole(row.role), "member")) throw new RoleNotSufficient();
  return row;
}

/** What both have in common, as it comes out of JSON. */
function toOffer(row: {
  readonly role: string;
  readonly invitedBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}) {
  return {
    role: parseMemberRole(row.role),
    invitedBy: parseId<"Member">(row.invitedBy),
    createdAt: new Date(row.createdAt),
    expiresAt: new Date(row.expiresAt),
  };
}
