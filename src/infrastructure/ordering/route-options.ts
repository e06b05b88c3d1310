import type { Ordering } from "#application/ordering/ordering.ts";
import type { Authentication } from "#infrastructure/shared/http/authentication.ts";

export interface OrderingRoutesOptions {
  readonly ordering: Ordering;
  readonly authentication: Authentication;
}
