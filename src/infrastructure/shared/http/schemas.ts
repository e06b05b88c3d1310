import { type TString, Type } from "@sinclair/typebox";

/** For an object that may have no other fields: what a body and a query must be. */
export const closed = { additionalProperties: false };

/** Where an example needs an id. */
export const exampleId = "01a1fe1d-0ad5-722c-9bc8-ff05feaa60f3";
// Without the limit the format takes urn:uuid:... too.
export const id = Type.String({ format: "uuid", maxLength: 36, description: "A UUID.", examples: [exampleId] });
export const IdParams = Type.Object({ id });

export const instant = Type.String({ format: "date-time", examples: ["2026-11-21T09:30:00.000Z"] });

/** An exact amount in an answer. What a request may hold is for each context to say. @public */
export const amount = Type.String({ description: "Decimal, with two places.", examples: ["12.50"] });

export const orNull = (schema: TString) => Type.Union([schema, Type.Null()]);

/** The answer 204. */
export const NoContent = Type.Null({ description: "Done." });
