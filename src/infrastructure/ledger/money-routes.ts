import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { parseAmount } from "#domain/ledger/amount.ts";
import {
  AccountNotFound,
  DifferentCurrencies,
  IdempotencyKeyReused,
  InsufficientFunds,
  InvalidAmount,
  InvalidReference,
  SameAccount,
} from "#domain/ledger/errors.ts";
import { parseId } from "#domain/shared/id.ts";
import { refusalOf } from "#infrastructure/shared/http/problem-responses.ts";
import { closed, id, IdParams, orNull } from "#infrastructure/shared/http/schemas.ts";
import { amountText, MoneyMoveView, referenceText, TransferView } from "./ledger-schemas.ts";
import type { LedgerRoutesOptions } from "./route-options.ts";

const MoveBody = Type.Object({ amount: amountText }, closed);
const TransferBody = Type.Object(
  {
    fromAccountId: id,
    toAccountId: id,
    amount: amountText,
    reference: Type.Optional(orNull(referenceText)),
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

const moveProblems = [
  new AccountNotFound(),
  new InvalidAmount(),
  refusalOf(() => parseAmount("12.505")),
  new IdempotencyKeyReused(),
];

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
          operationId: "depositMoney",
          summary: "Deposit money into one of your accounts",
          params: IdParams,
          body: MoveBody,
          response: { 201: MoneyMoveView },
          problems: [...moveProblems],
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
          operationId: "withdrawMoney",
          summary: "Withdraw money from one of your accounts",
          params: IdParams,
          body: MoveBody,
          response: { 201: MoneyMoveView },
          problems: [...moveProblems, new InsufficientFunds()],
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
          operationId: "transferMoney",
          summary: "Transfer money from one of your accounts to any account of the same currency",
          body: TransferBody,
          response: { 201: TransferView },
          problems: [
            ...moveProblems,
            new InsufficientFunds(),
            new DifferentCurrencies("EUR", "USD"),
            new SameAccount(),
            new InvalidReference(),
          ],
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
