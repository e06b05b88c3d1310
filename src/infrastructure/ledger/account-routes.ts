import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { AccountNotFound } from "#domain/ledger/errors.ts";
import { parseId } from "#domain/shared/id.ts";
import { cursorOf, invalidCursor } from "#infrastructure/shared/http/cursor.ts";
import { toETag } from "#infrastructure/shared/http/etag.ts";
import { pageOf, PageQuery } from "#infrastructure/shared/http/pages.ts";
import { closed, id, IdParams } from "#infrastructure/shared/http/schemas.ts";
import { AccountView, CurrencyCode, EntryView, toAccountView, toEntryView } from "./ledger-schemas.ts";
import type { LedgerRoutesOptions } from "./route-options.ts";

const OpenBody = Type.Object({ currency: CurrencyCode }, closed);

const accountPosition = cursorOf(Type.Object({ id }, closed));
const entryPosition = cursorOf(Type.Object({ number: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) }, closed));

const schema = { tags: ["ledger: accounts"] };

export const accountRoutes =
  ({ ledger, authentication }: LedgerRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    const onRequest = authentication.authenticated;

    app.post(
      "/v1/accounts",
      {
        onRequest,
        schema: {
          ...schema,
          operationId: "openAccount",
          summary: "Open an account",
          body: OpenBody,
          response: { 201: AccountView },
        },
      },
      async ({ actor, body }, reply) => {
        const account = await ledger.openAccount(parseId(actor.userId), body.currency);
        return reply.code(201).header("etag", toETag(account.version)).send(toAccountView(account));
      },
    );

    app.get(
      "/v1/accounts",
      {
        onRequest,
        schema: {
          ...schema,
          operationId: "listAccounts",
          summary: "List your accounts, newest first",
          querystring: PageQuery,
          response: { 200: Type.Object(pageOf(AccountView), { description: "A page of accounts, newest first." }) },
          problems: [invalidCursor()],
        },
      },
      async ({ actor, query: { limit, cursor } }) => {
        const after = cursor === undefined ? undefined : parseId<"Account">(accountPosition.decode(cursor).id);
        const { items, next } = await ledger.listAccounts({ ownerId: parseId(actor.userId), limit, after });
        return {
          items: items.map(toAccountView),
          nextCursor: next === undefined ? null : accountPosition.encode({ id: next }),
        };
      },
    );

    app.get(
      "/v1/accounts/:id",
      {
        onRequest,
        schema: {
          ...schema,
          operationId: "readAccount",
          summary: "Read one of your accounts",
          params: IdParams,
          response: { 200: AccountView },
          problems: [new AccountNotFound()],
        },
      },
      async ({ actor, params }, reply) => {
        const account = await ledger.readAccount(parseId(actor.userId), parseId(params.id));
        return reply.header("etag", toETag(account.version)).send(toAccountView(account));
      },
    );

    app.get(
      "/v1/accounts/:id/entries",
      {
        onRequest,
        schema: {
          ...schema,
          operationId: "readStatement",
          summary: "Read the statement of one of your accounts, newest first",
          description: "Pages stay as they are while money is moved: new entries come before them.",
          params: IdParams,
          querystring: PageQuery,
          response: { 200: Type.Object(pageOf(EntryView), { description: "A page of entries, newest first." }) },
          problems: [new AccountNotFound(), invalidCursor()],
        },
      },
      async ({ actor, params, query: { limit, cursor } }) => {
        const { items, next } = await ledger.readStatement({
          ownerId: parseId(actor.userId),
          accountId: parseId(params.id),
          limit,
          after: cursor === undefined ? undefined : entryPosition.decode(cursor).number,
        });
        return {
          items: items.map(toEntryView),
          nextCursor: next === undefined ? null : entryPosition.encode({ number: next }),
        };
      },
    );
  };
