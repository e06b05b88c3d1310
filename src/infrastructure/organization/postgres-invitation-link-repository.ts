import { InvitationNotFound } from "#domain/organization/errors.ts";
import type { InvitationFactory } from "#domain/organization/invitation-factory.ts";
import type { InvitationLinkKey, InvitationLinkRepository } from "#domain/organization/invitation-link-repository.ts";
import type { InvitationLink } from "#domain/organization/invitation-link.ts";
import { parseMemberRole } from "#domain/organization/member.ts";
import { applyChange, type Change } from "#domain/shared/change.ts";
import { parseId } from "#domain/shared/id.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import type { RowOf } from "#infrastructure/shared/database/statement.ts";
import {
  deleteInvitationLink,
  insertInvitationLink,
  lockInvitationLink,
  lockInvitationLinkById,
  updateInvitationLink,
} from "#sql/organization/invitation-link.sql.ts";
import { appendEvents } from "./append-events.ts";

export class PostgresInvitationLinkRepository implements InvitationLinkRepository {
  readonly #dataSource: DataSource;
  readonly #factory: InvitationFactory;

  constructor(dataSource: DataSource, factory: InvitationFactory) {
    this.#dataSource = dataSource;
    this.#factory = factory;
  }

  async create({ snapshot, events }: InvitationLink): Promise<void> {
    await this.#dataSource.withTransaction(async (transaction) =>
      transaction.commitWith([
        insertInvitationLink(transaction, snapshot),
        appendEvents(transaction, snapshot.id, snapshot.version, events),
      ]),
    );
  }

  update(code: string, change: Change<InvitationLink>): Promise<InvitationLink> {
    return this.#dataSource.withTransaction(async (transaction) => {
      const link = this.#restore(await lockInvitationLink(transaction, { code }));
      if (!applyChange(link, change)) return link;

      const { snapshot, events } = link;
      const version = snapshot.version + 1;
      transaction.commitWith([
        updateInvitationLink(transaction, snapshot),
        appendEvents(transaction, snapshot.id, version, events),
      ]);
      return this.#factory.restoreLink({ ...snapshot, version });
    });
  }

  async remove(key: InvitationLinkKey): Promise<void> {
    await this.#dataSource.withTransaction(async (transaction) => {
      const link = this.#restore(await lockInvitationLinkById(transaction, key));
      link.withdraw();
      transaction.commitWith([
        deleteInvitationLink(transaction, { id: key.id }),
        appendEvents(transaction, key.id, link.snapshot.version + 1, link.events),
      ]);
    });
  }

  #restore(row: RowOf<typeof lockInvitationLink> | undefined): InvitationLink {
    if (row === undefined) throw new InvitationNotFound();
    return this.#factory.restoreLink({
      ...row,
      id: parseId(row.id),
      organizationId: parseId(row.organizationId),
      role: parseMemberRole(row.role),
      invitedBy: parseId(row.invitedBy),
    });
  }
}
