import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidOrderNumber } from "#domain/ordering/errors.ts";
import { OrderNumber } from "#domain/ordering/order-number.ts";

const alphabet = Array.from("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
const indices = fc.integer({ min: 0, max: OrderNumber.count - 1 });
const places = fc.integer({ min: 0, max: 7 });
const charactersAt = (index: number) => Array.from(OrderNumber.at(index).toString().replace("-", ""));
const parsed = (characters: readonly string[]) => OrderNumber.parse(characters.join(""));

describe("an order number", () => {
  test("is eight characters in two groups, none of which looks like another", () => {
    fc.assert(
      fc.property(indices, (index) => {
        expect(OrderNumber.at(index).toString()).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
      }),
    );
  });

  test("is read as it was written", () => {
    fc.assert(
      fc.property(indices, (index) => {
        const text = OrderNumber.at(index).toString();
        expect(OrderNumber.parse(text).toString()).toBe(text);
      }),
    );
  });

  test("is another one for each index, to the last", () => {
    fc.assert(
      fc.property(indices, indices, (one, other) => {
        expect(String(OrderNumber.at(one)) === String(OrderNumber.at(other))).toBe(one === other);
      }),
    );
    expect([0, 1, 32, OrderNumber.count - 1].map((index) => OrderNumber.at(index).toString())).toEqual([
      "0000-0000",
      "0000-0012",
      "0000-0104",
      "ZZZZ-ZZZC",
    ]);
    for (const index of [-1, 0.5, Number.NaN, OrderNumber.count]) {
      expect(() => OrderNumber.at(index)).toThrow(RangeError);
    }
  });

  test.for(["7KQ2-M4XP", "7kq2m4xp", " 7KQ2 M4XP ", "7-K-Q-2-M-4-X-P"])("%j is read as 7KQ2-M4XP", (text) => {
    expect(OrderNumber.parse(text).toString()).toBe("7KQ2-M4XP");
  });

  test("takes O for 0, and I and L for 1", () => {
    expect(OrderNumber.parse("oooo-ooi2").toString()).toBe("0000-0012");
    expect(OrderNumber.parse("OOOO-OOL2").toString()).toBe("0000-0012");
  });
});

describe("what was misheard is noticed:", () => {
  test("every wrong character", () => {
    fc.assert(
      fc.property(indices, places, fc.constantFrom(...alphabet), (index, place, wrong) => {
        const characters = charactersAt(index);
        fc.pre(characters[place] !== wrong);
        expect(() => parsed(characters.with(place, wrong))).toThrow(InvalidOrderNumber);
      }),
    );
  });

  test("every two that are swapped, side by side or not", () => {
    fc.assert(
      fc.property(indices, places, places, (index, one, other) => {
        const characters = charactersAt(index);
        const [first = "", second = ""] = [characters[one], characters[other]];
        fc.pre(first !== second);
        expect(() => parsed(characters.with(one, second).with(other, first))).toThrow(InvalidOrderNumber);
      }),
    );
  });

  test.for(["", "7KQ2", "7KQ2-M4X", "7KQ2-M4XPP", "7KQ2-M4XU", "7KQ2_M4XP", "7KQ2-M4X🦊", "７KQ2-M4XP"])(
    "%j, which can't be one",
    (text) => {
      expect(() => OrderNumber.parse(text)).toThrow(InvalidOrderNumber);
    },
  );
});
