import type { Ports } from "#application/catalog/ports.ts";
import { ProductFactory } from "#domain/catalog/product-factory.ts";
import { uuidGenerator } from "#infrastructure/shared/uuid-generator.ts";
import { SettableClock } from "#test/support/settable-clock.ts";

/** Where catalog keeps its things, in memory or in PostgreSQL, with a clock that the test moves. */
export interface CatalogAdapters extends Ports {
  readonly clock: SettableClock;
}

export function testFactories(): Pick<CatalogAdapters, "clock" | "productFactory"> {
  const clock = new SettableClock();
  return { clock, productFactory: new ProductFactory(clock, uuidGenerator) };
}

/** A `test` with the fixture `catalog`, as a contract suite takes it. */
export interface CatalogTest {
  (name: string, body: (context: { readonly catalog: CatalogAdapters }) => Promise<void>): void;
  for<Case>(
    cases: readonly Case[],
  ): (name: string, body: (given: Case, context: { readonly catalog: CatalogAdapters }) => Promise<void>) => void;
}
