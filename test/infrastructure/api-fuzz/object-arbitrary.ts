import fc from "fast-check";

const absent = Symbol("absent");

/** Objects of these fields. One that isn't required is there in half of them: `fc.record` leaves it out of every sixth. */
export function objectArbitrary(
  fields: readonly (readonly [name: string, value: fc.Arbitrary<unknown>])[],
  required: readonly string[],
): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const values = fields.map(([name, value]) =>
    required.includes(name) ? value : fc.option<unknown, symbol>(value, { nil: absent, freq: 2 }),
  );
  return fc
    .tuple(...values)
    .map((drawn) =>
      Object.fromEntries(fields.flatMap(([name], at) => (drawn[at] === absent ? [] : [[name, drawn[at]] as const]))),
    );
}
