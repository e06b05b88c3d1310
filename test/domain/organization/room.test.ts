import { describe, expect, test } from "vitest";
import { InvalidNumber, InvalidText } from "#domain/organization/errors.ts";
import type { RoomChange } from "#domain/organization/room.ts";
import { aRoom } from "#test/support/organization/room-builder.ts";

const fieldsOf = ({ snapshot }: ReturnType<ReturnType<typeof aRoom>["build"]>) => {
  const { name, layout, capacity, description } = snapshot;
  return { name, layout, capacity, description };
};

describe("a change of a room", () => {
  test.for<RoomChange>([
    { name: "Room 2" },
    { layout: "theater" },
    { capacity: 20 },
    { description: "New" },
    { description: null },
    { name: "Room 2", description: null },
  ])("takes what is given and keeps the rest: %j", (change) => {
    const room = aRoom().build();
    const before = fieldsOf(room);
    room.change(change);
    expect(fieldsOf(room)).toEqual({ ...before, ...change });
    expect(room.events).toMatchObject([{ type: "RoomChanged" }]);
  });

  test.for<RoomChange>([{}, { description: undefined }, { name: " Room 1 " }])("changes nothing: %j", (change) => {
    const room = aRoom().build();
    const before = room.snapshot;
    room.change(change);
    expect(room.snapshot).toBe(before);
    expect(room.events).toEqual([]);
  });

  test.for<[RoomChange, typeof InvalidText | typeof InvalidNumber]>([
    [{ name: " " }, InvalidText],
    [{ name: "x".repeat(201) }, InvalidText],
    [{ name: "a\u0007" }, InvalidText],
    [{ layout: "" }, InvalidText],
    [{ description: "" }, InvalidText],
    [{ description: "x".repeat(2001) }, InvalidText],
    [{ description: "\0" }, InvalidText],
    [{ capacity: 0 }, InvalidNumber],
    [{ capacity: 1.5 }, InvalidNumber],
    [{ capacity: 100_001 }, InvalidNumber],
    [{ capacity: Number.NaN }, InvalidNumber],
  ])("refuses what can't be: %j", ([change, Refusal]) => {
    const room = aRoom().build();
    const before = room.snapshot;
    expect(() => room.change(change)).toThrow(Refusal);
    expect(room.snapshot).toBe(before);
  });

  test("takes a description of several lines", () => {
    const room = aRoom().build();
    room.change({ description: "On the second floor,\n\tleft" });
    expect(room.snapshot.description).toBe("On the second floor,\n\tleft");
  });
});
