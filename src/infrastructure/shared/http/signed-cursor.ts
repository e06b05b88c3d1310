import { createHmac, timingSafeEqual } from "node:crypto";
import type { Static, TSchema } from "@sinclair/typebox";
import { cursorOf } from "./cursor.ts";
import { RequestFault } from "./request-fault.ts";

/** A cursor that is good for one list only: that of the same filters, in the same order. */
export interface SignedCursor<Place> {
  /** @param list says which list it is, all filters and the order */
  encode(place: Place, list: string): string;
  /** @throws RequestFault 400 for text that `encode` hasn't made for this list */
  decode(text: string, list: string): Place;
}

/**
 * A cursor as `cursorOf` makes it, signed together with the list it belongs to: one that was forged, or comes from another
 * list, is told apart. One of before the secret was changed is refused too: clients begin anew.
 */
export function signedCursorOf<Schema extends TSchema>(schema: Schema, secret: string): SignedCursor<Static<Schema>> {
  const cursor = cursorOf(schema);
  const sign = (place: string, list: string) =>
    createHmac("sha256", secret).update(`cursor\n${place}\n${list}`).digest().subarray(0, 16).toString("base64url");
  return {
    encode(place, list) {
      const text = cursor.encode(place);
      return `${text}.${sign(text, list)}`;
    },
    decode(text, list) {
      const [place = "", signature = ""] = text.split(".");
      const expected = Buffer.from(sign(place, list));
      const given = Buffer.from(signature);
      if (given.length !== expected.length || !timingSafeEqual(given, expected) || text.split(".").length !== 2) {
        throw invalidSignedCursor();
      }
      return cursor.decode(place);
    },
  };
}

/** Also for the documentation of lists. @public */
export function invalidSignedCursor(): RequestFault {
  return new RequestFault(
    400,
    "invalid-cursor",
    "The cursor is none that this service gave for this list: start without one, or repeat its filters and sort.",
  );
}
