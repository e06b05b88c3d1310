import { type Static, Type } from "@sinclair/typebox";
import type { AccountListing, Entry } from "#application/ledger/account-directory.ts";
import { currencies, type Currency } from "#domain/ledger/currency.ts";
import { amount, id, instant, orNull } from "#infrastructure/shared/http/schemas.ts";

export const CurrencyCode = Type.Unsafe<Currency>(
  Type.String({ enum: [...currencies], description: "ISO 4217.", examples: ["EUR"] }),
);
/** What a client sends: the domain says which amounts there are. */
export const amountText = Type.String({
  minLength: 1,
  maxLength: 12,
  description: "More than zero, with at most two decimal places; text, because a JSON number is not exact.",
  examples: ["12.50"],
});
export const referenceText = Type.String({ minLength: 1, maxLength: 140, examples: ["Rent for March"] });

export const AccountView = Type.Object(
  { id, currency: CurrencyCode, balance: amount, createdAt: instant },
  { description: "The account as it is now; where it is the only one, the header ETag names its version." },
);

export const EntryView = Type.Object({
  number: Type.Integer({ description: "Counts the entries of the account, from 1." }),
  amount: Type.String({ description: "Negative when money went out.", examples: ["-12.50"] }),
  balanceAfter: amount,
  transferId: Type.Union([id, Type.Null()], { description: "Null: a deposit or a withdrawal." }),
  reference: orNull(Type.String({ examples: ["Rent for March"] })),
  createdAt: instant,
});

export const MoneyMoveView = Type.Object(
  { accountId: id, entryNumber: Type.Integer(), amount, balanceAfter: amount },
  { description: "What was done, by this request or by an earlier one with the same key." },
);

export const TransferView = Type.Object(
  {
    id,
    fromAccountId: id,
    toAccountId: id,
    amount,
    reference: orNull(Type.String({ examples: ["Rent for March"] })),
    createdAt: instant,
    balanceAfter: Type.String({ description: "Of your account.", examples: ["87.50"] }),
  },
  { description: "What was done, by this request or by an earlier one with the same key." },
);

export function toAccountView({ id: accountId, currency, balance, createdAt }: AccountListing) {
  const view: Static<typeof AccountView> = { id: accountId, currency, balance, createdAt: createdAt.toISOString() };
  return view;
}

export function toEntryView({ createdAt, ...entry }: Entry) {
  const view: Static<typeof EntryView> = { ...entry, createdAt: createdAt.toISOString() };
  return view;
}
