import type { Catalog } from "#application/catalog/catalog.ts";
import type { Authentication } from "#infrastructure/shared/http/authentication.ts";

export interface CatalogRoutesOptions {
  readonly catalog: Catalog;
  readonly authentication: Authentication;
  /** Signs cursors. */
  readonly secret: string;
}
