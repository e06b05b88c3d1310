import type { Static, TSchema } from "@sinclair/typebox";
import { RequestFault } from "./request-fault.ts";
import { unstorableTexts } from "./storable-text.ts";
import { strictAjv } from "./validation.ts";

/** Turns the place where a page ended into text that clients hand back without understanding it. */
export interface Cursor<Place> {
  encode(place: Place): string;
  /** @throws RequestFault 400 for text that `encode` can't have made */
  decode(text: string): Place;
}

/** A cursor for places of this schema: `cursorOf(Type.Object({ createdAt: ..., id: ... }))`. */
export function cursorOf<Schema extends TSchema>(schema: Schema): Cursor<Static<Schema>> {
  const isPlace = strictAjv().compile<Static<Schema>>(schema);
  return {
    encode: (place) => Buffer.from(JSON.stringify(place)).toString("base64url"),
    decode: (text) => {
      const place = parse(Buffer.from(text, "base64url").toString("utf8"));
      if (isPlace(place) && unstorableTexts(place, "").length === 0) return place;
      throw invalidCursor();
    },
  };
}

/** Also for the documentation of lists. */
export function invalidCursor(): RequestFault {
  return new RequestFault(400, "invalid-cursor", "The cursor is none that this service gave: start without one.");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
