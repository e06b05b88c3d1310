import { type TSchema, Type } from "@sinclair/typebox";
import { closed } from "./schemas.ts";

/** How many items a page has. @public */
export const limit = Type.Integer({ minimum: 1, maximum: 100, default: 20, description: "The most items to answer." });

/** What the query of each list has: `Type.Object({ ...filters, ...pageFields }, closed)`. */
export const pageFields = {
  limit,
  cursor: Type.Optional(
    Type.String({ maxLength: 2000, description: "nextCursor of the page before, with the same filters and sort." }),
  ),
};
/** The query of a list without filters. @public */
export const PageQuery = Type.Object(pageFields, closed);

/** The fields of a page: `Type.Object(pageOf(UserView), { description })`. */
export function pageOf<Item extends TSchema>(item: Item) {
  return {
    items: Type.Array(item),
    nextCursor: Type.Union([Type.String(), Type.Null()], { description: "Null on the last page." }),
  };
}
