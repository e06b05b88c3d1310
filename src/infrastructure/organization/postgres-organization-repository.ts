import { ExternalIdAlreadyTaken, OrganizationNotFound, SlugAlreadyTaken } from "#domain/organization/errors.ts";
import { memberChanges } from "#domain/organization/member.ts";
import type { OrganizationFactory } from "#domain/organization/organization-factory.ts";
import type { OrganizationRepository } from "#domain/organization/organization-repository.ts";
import type { Organization, OrganizationId } from "#domain/organization/organization.ts";
import { applyChange, type Change } from "#domain/shared/change.ts";
import { ConcurrencyConflict } from "#domain/shared/domain-error.ts";
import { parseId } from "#domain/shared/id.ts";
import { type ConstraintErrors, translateConstraints } from "#infrastructure/shared/database/constraints.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import type { RowOf, Transaction } from "#infrastructure/shared/database/statement.ts";
import {
  deleteMembers,
  findMembers,
  findOrganization,
  insertOrganization,
  lockOrganization,
  putMembers,
  updateOrganization,
} from "#sql/organization/organization.sql.ts";
import type { UpdateOptions } from "#domain/shared/update-options.ts";
import { appendEvents } from "./append-events.ts";
import { toMember } from "./to-member.ts";

const constraintErrors: ConstraintErrors = {
  organizations_slug_key: SlugAlreadyTaken,
  organizations_external_id_key: ExternalIdAlreadyTaken,
};

export class PostgresOrganizationRepository implements OrganizationRepository {
  readonly #dataSource: DataSource;
  readonly #factory: OrganizationFactory;

  constructor(dataSource: DataSource, factory: OrganizationFactory) {
    this.#dataSource = dataSource;
    this.#factory = factory;
  }

  async create(organization: Organization): Promise<void> {
    const { members, ...columns } = organization.snapshot;
    await this.#inTransaction(async (transaction) =>
      transaction.commitWith([
        insertOrganization(transaction, columns),
        putMembers(transaction, { organizationId: columns.id, members }),
        appendEvents(transaction, columns.id, columns.version, organization.events),
      ]),
    );
  }

  async read(id: OrganizationId): Promise<Organization> {
    const row = await this.#dataSource.withConnection((connection) => findOrganization(connection, { id }));
    return this.#restore(row, row?.members ?? []);
  }

  update(
    id: OrganizationId,
    change: Change<Organization>,
    { expectedVersion }: UpdateOptions = {},
  ): Promise<Organization> {
    return this.#inTransaction(async (transaction) => {
      const [row, stored] = await Promise.all([
        lockOrganization(transaction, { id }),
        findMembers(transaction, { organizationId: id }),
      ]);
      const organization = this.#restore(row, stored);
      const before = organization.snapshot;
      // Before the version is compared: who isn't a member must not learn that there is one.
      const isChanged = applyChange(organization, change);
      if (expectedVersion !== undefined && expectedVersion !== before.version) {
        throw new ConcurrencyConflict("The organization", expectedVersion, before.version);
      }
      if (!isChanged) return organization;

      const { members, ...columns } = organization.snapshot;
      const { put, removed } = memberChanges(before.members, members);
      const version = before.version + 1;
      transaction.commitWith([
        updateOrganization(transaction, columns),
        removed.length > 0 &&
          deleteMembers(transaction, { organizationId: id, userIds: removed.map(({ userId }) => userId) }),
        put.length > 0 && putMembers(transaction, { organizationId: id, members: put }),
        appendEvents(transaction, id, version, organization.events),
      ]);
      return this.#factory.restore({ ...organization.snapshot, version });
    });
  }

  #restore(
    row: Omit<RowOf<typeof findOrganization>, "members"> | undefined,
    members: readonly Parameters<typeof toMember>[0][],
  ): Organization {
    if (row === undefined) throw new OrganizationNotFound();
    return this.#factory.restore({ ...row, id: parseId(row.id), members: members.map(toMember) });
  }

  #inTransaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return translateConstraints(constraintErrors, () => this.#dataSource.withTransaction(work));
  }
}
