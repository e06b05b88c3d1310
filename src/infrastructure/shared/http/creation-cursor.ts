import { Type } from "@sinclair/typebox";
import { type Id, parseId } from "#domain/shared/id.ts";
import { type Cursor, cursorOf } from "./cursor.ts";
import { closed, id } from "./schemas.ts";

/** Milliseconds since 1970: unlike a text of the format date-time, every such number is a `Date`. @public */
export const milliseconds = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 });

const position = cursorOf(Type.Object({ createdAt: milliseconds, id }, closed));

/** A cursor for lists in the order of creation, in which the id decides between those of one moment. */
export function creationCursor<Kind extends string>(): Cursor<{ readonly createdAt: Date; readonly id: Id<Kind> }> {
  return {
    encode: (place) => position.encode({ createdAt: place.createdAt.getTime(), id: place.id }),
    decode: (text) => {
      const place = position.decode(text);
      return { createdAt: new Date(place.createdAt), id: parseId(place.id) };
    },
  };
}
