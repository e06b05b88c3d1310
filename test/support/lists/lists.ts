import { catalogLists } from "#test/support/catalog/lists.ts";
import { identityLists } from "#test/support/identity/lists.ts";
import { ledgerLists } from "#test/support/ledger/lists.ts";
import { orderingLists } from "#test/support/ordering/lists.ts";
import { organizationLists } from "#test/support/organization/lists.ts";
import type { ContextLists, List } from "./list.ts";

/** Those of every context. A new one is added here. */
const contexts: readonly ContextLists[] = [identityLists, organizationLists, catalogLists, orderingLists, ledgerLists];

/** Every list of the service that comes in pages. */
export const lists: readonly List[] = contexts.flatMap(({ paged }) => paged);

/** Those of them that `bench:pages` reads through a filter, too. */
export const filteredLists: readonly List[] = contexts.flatMap(({ filtered }) => filtered ?? []);

/** What answers with an array without pages, and why it can't grow. */
export const boundedLists = Object.assign({}, ...contexts.map(({ bounded }) => bounded)) as Readonly<
  Record<string, string>
>;
