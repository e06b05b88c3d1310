import type { Event } from "#domain/shared/aggregate-root.ts";

export type ProductEvent =
  | Event<"ProductAdded">
  | Event<"ProductRevised">
  | (Event<"ProductPriceChanged"> & { readonly price: string })
  | (Event<"ProductRestocked"> & { readonly quantity: number })
  | (Event<"ProductStockTaken"> & { readonly quantity: number })
  | Event<"ProductArchived">
  /** Recorded by the import, which adds and changes many products in one statement and loads none of them. */
  | Event<"ProductImported">;
