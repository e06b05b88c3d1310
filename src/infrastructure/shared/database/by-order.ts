import type { Connection } from "./statement.ts";

type AnyQuery = (connection: Connection, parameters: never) => unknown;

/**
 * One function for a statement that is compiled in several orders: the parameter `order` chooses among them. Nothing of
 * it becomes SQL text.
 *
 * @returns a function that throws TypeError for an order that isn't one of them
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the compiler knows the result of its own queries
export function byOrder<Parameters extends { readonly order: string }, Result>(
  queries: Readonly<Record<Parameters["order"], AnyQuery>>,
): (connection: Connection, parameters: Parameters) => Result {
  const known: ReadonlyMap<string, AnyQuery> = new Map(Object.entries<AnyQuery>(queries));
  return (connection, parameters) => {
    const query = known.get(parameters.order);
    if (query === undefined) {
      throw new TypeError(`Expected an order of ${[...known.keys()].join(", ")}, but got ${parameters.order}.`);
    }
    return query(connection, parameters as never) as Result;
  };
}
