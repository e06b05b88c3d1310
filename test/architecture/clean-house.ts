/** A small project that keeps every rule and uses every permission: two contexts and the door between them. */
export const cleanHouse = {
  "src/domain/shared/id.ts": "export type Id = string;",
  "src/domain/identity/user.ts": 'import type { Id } from "#domain/shared/id.ts"; export class User { id!: Id }',
  "src/domain/identity/user-repository.ts": 'import type { User } from "./user.ts"; export type Users = User[];',
  "src/domain/ordering/order.ts": 'import type { Id } from "#domain/shared/id.ts"; export type CustomerId = Id;',

  "src/application/shared/clock.ts": "export type Clock = () => Date;",
  "src/application/identity/published-events.ts":
    'import type { Id } from "#domain/shared/id.ts"; export type Left = Id;',
  "src/application/identity/register-user.ts": `
    import type { Users } from "#domain/identity/user-repository.ts";
    import type { Clock } from "#application/shared/clock.ts";
    import type { Left } from "./published-events.ts";
    export type RegisterUser = [Users, Clock, Left];`,
  "src/application/ordering/identity-translator.ts": `
    import type { Left } from "#application/identity/published-events.ts";
    import type { CustomerId } from "#domain/ordering/order.ts";
    export type Translate = (left: Left) => CustomerId;`,

  "src/infrastructure/shared/container.ts": 'import "reflect-metadata"; import "tsyringe"; export const container = 1;',
  "src/infrastructure/shared/module.ts": 'import "./container.ts"; export type Module = 1;',
  "src/infrastructure/shared/database/statement.ts": "export const one = 1;",
  "src/infrastructure/shared/database/idempotent-work.ts":
    'import { claim } from "#sql/platform/idempotency-key.sql.ts"; export const run = claim;',
  "src/infrastructure/shared/database/postgres-data-source.ts": 'import "postgres"; export const dataSource = 1;',
  "src/infrastructure/shared/database/migrations/migrations.ts":
    'import "node-pg-migrate"; import "pg"; export const migrate = 1;',
  "src/infrastructure/shared/http/server.ts": 'import "fastify"; import "node:http"; export const server = 1;',
  "src/infrastructure/identity/postgres-user-repository.ts": `
    import { find } from "#sql/identity/user.sql.ts";
    import type { Users } from "#domain/identity/user-repository.ts";
    export const users = [find] as unknown as Users;`,
  "src/infrastructure/identity/in-memory-user-repository.ts": `
    import type { Users } from "#domain/identity/user-repository.ts";
    export const users: Users = [];`,
  "src/infrastructure/identity/identity-routes.ts":
    'import "fastify"; import "@fastify/helmet"; export const routes = 1;',
  "src/infrastructure/identity/module.ts": `
    import "#infrastructure/shared/container.ts";
    import "#infrastructure/shared/module.ts";
    import "./identity-routes.ts";
    import "./postgres-user-repository.ts";
    export const identityModule = 1;`,
  "src/infrastructure/ordering/module.ts": "export const orderingModule = 1;",
  "src/infrastructure/service.ts": `
    import "./identity/module.ts";
    import "./ordering/module.ts";
    import "./shared/container.ts";
    import "./shared/database/postgres-data-source.ts";
    export const service = 1;`,
  "src/main.ts": 'await import("./infrastructure/service.ts");',

  "sql/platform/idempotency-key.sql.ts":
    'import { one } from "#infrastructure/shared/database/statement.ts"; export const claim = one;',
  "sql/identity/user.sql.ts": `
    import { one } from "#infrastructure/shared/database/statement.ts";
    import type { User } from "#domain/identity/user.ts";
    export const find: [User, 1] = [one as unknown as User, 1];`,
  "test/domain/identity/user.test.ts": 'import "#domain/identity/user.ts"; import "vitest";',
  "test/application/identity/register-user.test.ts": 'import "#infrastructure/identity/in-memory-user-repository.ts";',
  "test/application/identity/users.integration.test.ts":
    'import "#infrastructure/identity/postgres-user-repository.ts";',
  "tools/new/main.ts": 'import "pg"; import "#infrastructure/shared/database/migrations/migrations.ts";',
  "bench/update.ts": 'import "postgres"; import "#sql/identity/user.sql.ts";',
};
