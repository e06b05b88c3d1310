import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { parseId } from "#domain/shared/id.ts";
import { problems } from "#infrastructure/shared/http/problem-responses.ts";
import { AccountParams, amountText, MoneyMoveView, referenceText, TransferView, uuid } from "./ledger-schemas.ts";
import type { LedgerRoutesOptions } from "./route-options.ts";

const closed = { additionalProperties: false };
const MoveBody = Type.Object({ amount: amountText }, closed);
const TransferBody = Type.Object(
  {
    fromAccountId: uuid,
    toAccountId: uuid,
    amount: amountText,
    reference: Type.Optional(Type.Union([referenceText, Type.Null()])),
  },
  closed,
);
const IdempotencyKey = Type.Object({
  "idempotency-key": Type.String({
    pattern: "^[!-~]{1,200}$",
    description: "Your own name for this request, such as a UUID: send the same one when you try again.",
    examples: ["0197a8f0-c000-7000-8000-00000000000a"],
  }),
});

const schema = {
  tags: ["ledger: money"],
  headers: IdempotencyKey,
  description:
    "Repeated with the same Idempotency-Key and body, it is not done again: you get the first answer. With another body, " +
    "422. A refusal is not kept: it has changed nothing. Keys are yours alone, and are kept for a week.",
};

export const moneyRoutes =
  ({ ledger, authentication }: LedgerRoutesOptions): FastifyPluginAsyncTypebox =>
  async (app) => {
    const onRequest = authentication.authenticated;

    app.post(
      "/v1/accounts/:id/deposits",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "Deposit money into one of your accounts",
          params: AccountParams,
          body: MoveBody,
          response: { 201: MoneyMoveView, ...problems(404, 422) },
        },
      },
      async ({ actor, params, body, headers }, reply) => {
        const done = await ledger.depositMoney({
          ownerId: parseId(actor.userId),
          accountId: parseId(params.id),
          amount: body.amount,
          idempotencyKey: headers["idempotency-key"],
        });
        return reply.code(201).send(done);
      },
    );

    app.post(
      "/v1/accounts/:id/withdrawals",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "Withdraw money from one of your accounts",
          params: AccountParams,
          body: MoveBody,
          response: { 201: MoneyMoveView, ...problems(404, 409, 422) },
        },
      },
      async ({ actor, params, body, headers }, reply) => {
        const done = await ledger.withdrawMoney({
          ownerId: parseId(actor.userId),
          accountId: parseId(params.id),
          amount: body.amount,
          idempotencyKey: headers["idempotency-key"],
        });
        return reply.code(201).send(done);
      },
    );

    app.post(
      "/v1/transfers",
      {
        onRequest,
        schema: {
          ...schema,
          summary: "Transfer money from one of your accounts to any account of the same currency",
          body: TransferBody,
          response: { 201: TransferView, ...problems(404, 409, 422) },
        },
      },
      async ({ actor, body, headers }, reply) => {
        const done = await ledger.transferMoney({
          ownerId: parseId(actor.userId),
          fromAccountId: parseId(body.fromAccountId),
          toAccountId: parseId(body.toAccountId),
          amount: body.amount,
          reference: body.reference ?? null,
          idempotencyKey: headers["idempotency-key"],
        });
        return reply.code(201).send(done);
      },
    );
  };
