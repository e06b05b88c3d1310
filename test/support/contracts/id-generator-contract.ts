import { expect, test } from "vitest";
import type { IdGenerator } from "#domain/shared/id-generator.ts";
import { parseId } from "#domain/shared/id.ts";

/** What every `IdGenerator` promises. */
export function idGeneratorContract(make: () => IdGenerator): void {
  test("makes ids as they are written everywhere: UUIDs in small letters", () => {
    const id = make().next();
    expect(parseId(id)).toBe(id);
  });

  test("makes another one each time, each after the one before in the order of the letters", () => {
    const generator = make();
    const ids = Array.from({ length: 1_000 }, () => generator.next());
    expect(new Set(ids).size).toBe(1_000);
    expect(ids).toEqual(ids.toSorted());
  });
}
