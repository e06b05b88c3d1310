import { InvitationNotFound } from "#domain/organization/errors.ts";
import type { InvitationFactory } from "#domain/organization/invitation-factory.ts";
import type { InvitationKey, InvitationRepository } from "#domain/organization/invitation-repository.ts";
import type { Invitation } from "#domain/organization/invitation.ts";
import { parseMemberRole } from "#domain/organization/member.ts";
import { applyChange, type Change } from "#domain/shared/change.ts";
import { parseId } from "#domain/shared/id.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import type { RowOf } from "#infrastructure/shared/database/statement.ts";
import {
  deleteInvitation,
  insertInvitation,
  lockInvitation,
  lockInvitationById,
  updateInvitation,
} from "#sql/organization/invitation.sql.ts";
import { appendEvents } from "./append-events.ts";

export class PostgresInvitationRepository implements InvitationRepository {
  readonly #dataSource: DataSource;
  readonly #factory: InvitationFactory;

  constructor(dataSource: DataSource, factory: InvitationFactory) {
    this.#dataSource = dataSource;
    this.#factory = factory;
  }

  async create({ snapshot, events }: Invitation): Promise<void> {
    await this.#dataSource.withTransaction(async (transaction) =>
      transaction.commitWith([
        insertInvitation(transaction, snapshot),
        appendEvents(transaction, snapshot.id, snapshot.version, events),
      ]),
    );
  }

  update(tokenHash: string, change: Change<Invitation>): Promise<Invitation> {
    return this.#dataSource.withTransaction(async (transaction) => {
      const invitation = this.#restore(await lockInvitation(transaction, { tokenHash }));
      if (!applyChange(invitation, change)) return invitation;

      const { snapshot, events } = invitation;
      const version = snapshot.version + 1;
      transaction.commitWith([
        updateInvitation(transaction, snapshot),
        appendEvents(transaction, snapshot.id, version, events),
      ]);
      return this.#factory.restoreInvitation({ ...snapshot, version });
    });
  }

  async remove(key: InvitationKey): Promise<void> {
    await this.#dataSource.withTransaction(async (transaction) => {
      const invitation = this.#restore(await lockInvitationById(transaction, key));
      invitation.withdraw();
      transaction.commitWith([
        deleteInvitation(transaction, { id: key.id }),
        appendEvents(transaction, key.id, invitation.snapshot.version + 1, invitation.events),
      ]);
    });
  }

  #restore(row: RowOf<typeof lockInvitation> | undefined): Invitation {
    if (row === undefined) throw new InvitationNotFound();
    return this.#factory.restoreInvitation({
      ...row,
      id: parseId(row.id),
      organizationId: parseId(row.organizationId),
      role: parseMemberRole(row.role),
      invitedBy: parseId(row.invitedBy),
    });
  }
}
