import fc from "fast-check";
import { arbitraryOf, type Learned } from "./arbitrary-of-schema.ts";
import type { Operation, Parameter } from "./document.ts";
import { objectArbitrary } from "./object-arbitrary.ts";
import type { Memory, Recollection } from "./memory.ts";
import type { Person } from "./people.ts";
import type { Draft } from "./request.ts";

/**
 * Requests that the document allows, mostly with values that belong together because one earlier exchange had them all, by
 * who asked then.
 */
export function validRequest(operation: Operation, memory: Memory, people: readonly Person[]): fc.Arbitrary<Draft> {
  const names = namesOf(operation);
  const { most, byOperation } = memory.about(names, operation.path);
  const about = fc.oneof(
    { weight: 1, arbitrary: fc.constant<Recollection | undefined>(undefined) },
    ...(most.length === 0 ? [] : [{ weight: 3, arbitrary: fc.constantFrom(...most) }]),
    ...(byOperation.length === 0
      ? []
      : [{ weight: 3, arbitrary: fc.constantFrom(...byOperation).chain(mostlyTheFirst) }]),
  );
  // What must be unique is new, whatever was learned: in most of what makes something.
  const onlyIds = fc.nat({ max: 2 }).map((third) => (operation.answers.has(201) ? third > 0 : third === 0));
  return fc.tuple(about, onlyIds).chain(([recollection, isNew]) => {
    const learned: Learned = (name) => {
      const own = recollection === undefined ? [] : memory.valuesOf(name, operation.path, recollection);
      const all = memory.valuesOf(name, operation.path);
      // What belongs together comes four times as often as all the others.
      const values = [
        ...all,
        ...Array.from({ length: own.length === 0 ? 0 : all.length * 4 }, (_, at) => own[at % own.length]),
      ];
      return isNew ? values.filter((value) => isId.test(String(value))) : values;
    };
    return fc.record({
      operation: fc.constant(operation),
      by: whoAsks(operation, people, recollection),
      path: parametersOf(operation, "path", learned),
      query: parametersOf(operation, "query", learned),
      headers: parametersOf(operation, "header", learned),
      body: bodyOf(operation, learned),
    });
  });
}

/** The newest: what it was about is mostly as it was then. */
function mostlyTheFirst(group: readonly Recollection[]): fc.Arbitrary<Recollection | undefined> {
  return fc.oneof({ weight: 2, arbitrary: fc.constant(group[0]) }, { weight: 1, arbitrary: fc.constantFrom(...group) });
}

const isId = /^[\da-f]{8}-[\da-f-]{27}$/;

/** Where a role may be missing (403), mostly an administrator. */
function whoAsks(
  { needsToken, answers }: Operation,
  people: readonly Person[],
  recollection: Recollection | undefined,
) {
  if (!needsToken) return fc.constant(undefined);
  const admins = answers.has(403) ? people.filter(({ role }) => role === "admin") : [];
  return fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...people) },
    ...(recollection?.by === undefined ? [] : [{ weight: 4, arbitrary: fc.constant(recollection.by) }]),
    ...(admins.length === 0 ? [] : [{ weight: 4, arbitrary: fc.constantFrom(...admins) }]),
  );
}

function parametersOf({ parameters }: Operation, place: Parameter["in"], learned: Learned) {
  const own = parameters.filter((parameter) => parameter.in === place);
  const fields = own.map(({ name, schema }) => [name, sayable(arbitraryOf(schema, name, learned), place)] as const);
  return objectArbitrary(
    fields,
    own.filter(({ required }) => required).map(({ name }) => name),
  );
}

/** A part of a path can't be empty or a dot, and a header is Latin-1 without spaces around it. */
function sayable(arbitrary: fc.Arbitrary<unknown>, place: Parameter["in"]): fc.Arbitrary<unknown> {
  if (place === "path") return arbitrary.filter((value) => !["", ".", ".."].includes(String(value)));
  if (place === "header") return arbitrary.map((value) => String(value).replaceAll(/[^!-~]/g, "x"));
  return arbitrary;
}

function bodyOf({ bodies, bodyRequired }: Operation, learned: Learned): fc.Arbitrary<Draft["body"]> {
  if (bodies.size === 0) return fc.constant(undefined);
  const any = [...bodies].map(([mediaType, schema]) =>
    arbitraryOf(schema, "body", learned).map((value) => ({ mediaType, value })),
  );
  return bodyRequired ? fc.oneof(...any) : fc.option(fc.oneof(...any), { nil: undefined });
}

function namesOf({ parameters, bodies }: Operation): readonly string[] {
  const fields = [...bodies.values()].flatMap(fieldsOf);
  return [...new Set([...parameters.map(({ name }) => name), ...fields])];
}

function fieldsOf(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { properties = {}, items } = schema as { properties?: object; items?: unknown };
  const own = Object.entries(properties).flatMap(([name, part]) => [name, ...fieldsOf(part)]);
  return [...own, ...fieldsOf(items)];
}
