import type { Ledger } from "#application/ledger/ledger.ts";
import type { Authentication } from "#infrastructure/shared/http/authentication.ts";

export interface LedgerRoutesOptions {
  readonly ledger: Ledger;
  readonly authentication: Authentication;
}
