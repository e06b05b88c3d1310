import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { type TSchema, Type } from "@sinclair/typebox";
import { parseId } from "#domain/shared/id.ts";
import { cursorOf } from "#infrastructure/shared/http/cursor.ts";
import { toETag } from "#infrastructure/shared/http/etag.ts";
import { problems } from "#infrastructure/shared/http/problem-responses.ts";
import {
  AccountParams,
  AccountView,
  CurrencyCode,
  EntryView,
  toAccountView,
  toEntryView,
  uuid,
} from "./ledger-schemas.ts";
import type { LedgerRoutesOptions } from "./route-options.ts";

const closed = { additionalProperties: false };
const OpenBody = Type.Object({ currency: CurrencyCode }, closed);
const PageQuery = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
    cursor: Type.Optional(Type.String({ maxLength: 500, description: "nextCursor of the page before." })),
  },
  closed,
);
const pageOf = <Item extends TSchema>(item: Item, what: string) =>
  Type.Object(
    { items: Type.Array(item), nextCursor: Type.Union([Type.String(), Type.Null()]) },
    { description: `A page of ${what}, newest first; nextCursor is null on the last one.` },
  );

const accountPosition = cursorOf(Type.Object({ id: uuid }, closed));
const entryPosition = cursorOf(Type.Object({ number: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) }, closed));

const schema = { tags: ["ledger: accounts"] };

export const accountRoutes =
  ({ ledger, authentication }: LedgerRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    const onRequest = authentication.authenticated;

    app.post(
      "/v1/accounts",
      { onRequest, schema: { ...schema, summary: "Open an account", body: OpenBody, response: { 201: AccountView } } },
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
          summary: "List your accounts, newest first",
          querystring: PageQuery,
          response: { 200: pageOf(AccountView, "accounts") },
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
          summary: "Read one of your accounts",
          params: AccountParams,
          response: { 200: AccountView, ...problems(404) },
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
          summary: "Read the statement of one of your accounts, newest first",
          description: "Pages stay as they are while money is moved: new entries come before them.",
          params: AccountParams,
          querystring: PageQuery,
          response: { 200: pageOf(EntryView, "entries"), ...problems(404) },
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
