import { type Static, Type } from "@sinclair/typebox";
import type { AccountListing, Entry } from "#application/ledger/account-directory.ts";
import { currencies, type Currency } from "#domain/ledger/currency.ts";

const instant = Type.String({ format: "date-time" });
/** Without the limit the format takes urn:uuid:... too. */
export const uuid = Type.String({ format: "uuid", maxLength: 36 });

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
const moneyText = Type.String({ description: "With two decimal places.", examples: ["12.50"] });

export const AccountParams = Type.Object({ id: uuid });

export const AccountView = Type.Object(
  { id: uuid, currency: CurrencyCode, balance: moneyText, createdAt: instant },
  { description: "The account as it is now; where it is the only one, the header ETag names its version." },
);

export const EntryView = Type.Object({
  number: Type.Integer({ description: "Counts the entries of the account, from 1." }),
  amount: Type.String({ description: "Negative when money went out.", examples: ["-12.50"] }),
  balanceAfter: moneyText,
  transferId: Type.Union([uuid, Type.Null()], { description: "Null: a deposit or a withdrawal." }),
  reference: Type.Union([Type.String(), Type.Null()]),
  createdAt: instant,
});

export const MoneyMoveView = Type.Object(
  { accountId: uuid, entryNumber: Type.Integer(), amount: moneyText, balanceAfter: moneyText },
  { description: "What was done, by this request or by an earlier one with the same key." },
);

export const TransferView = Type.Object(
  {
    id: uuid,
    fromAccountId: uuid,
    toAccountId: uuid,
    amount: moneyText,
    reference: Type.Union([Type.String(), Type.Null()]),
    createdAt: instant,
    balanceAfter: Type.String({ description: "Of your account.", examples: ["87.50"] }),
  },
  { description: "What was done, by this request or by an earlier one with the same key." },
);

export function toAccountView({ id, currency, balance, createdAt }: AccountListing) {
  const view: Static<typeof AccountView> = { id, currency, balance, createdAt: createdAt.toISOString() };
  return view;
}

export function toEntryView({ createdAt, ...entry }: Entry) {
  const view: Static<typeof EntryView> = { ...entry, createdAt: createdAt.toISOString() };
  return view;
}
