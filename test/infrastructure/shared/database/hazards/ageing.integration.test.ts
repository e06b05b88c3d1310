import { describe, expect, onTestFinished, vi } from "vitest";
import { run } from "#test/support/ad-hoc-statement.ts";
import { eventually } from "#test/support/eventually.ts";
import { test } from "./bare-driver.ts";

/**
 * The longest list of connections that the driver has searched since. It keeps them in arrays, from which those that were
 * shifted out are only removed when the list runs empty.
 */
const watchLists = () => {
  const lists = { longest: 0, searches: 0 };
  const { indexOf } = Array.prototype;
  const spy = vi.spyOn(Array.prototype, "indexOf").mockImplementation(function (this: unknown[], ...args) {
    if (typeof args[0] === "object" && args[0] !== null && "idleTimer" in args[0]) {
      lists.searches++;
      if (this.length > lists.longest) lists.longest = this.length;
    }
    return indexOf.apply(this, args);
  });
  onTestFinished(() => spy.mockRestore());
  return lists;
};

const age = 2_000;

describe("after 2,000 statements", () => {
  test("the bare driver with spare connections searches a list that has grown with each", async ({ bare }) => {
    const sql = bare({ max: 4 });
    await Promise.all(Array.from({ length: 4 }, () => sql`SELECT pg_sleep(0.05)`));
    const lists = watchLists();
    for (let count = 0; count < age; count++) await sql`SELECT 1`;
    expect(lists.longest).toBeGreaterThan(age / 2);
  });

  test("a DataSource with spare connections has none that is longer than one", async ({ connect }) => {
    const source = connect({ size: 4 });
    const select = () => source.withConnection((connection) => run(connection, "SELECT 1"));
    await Promise.all(Array.from({ length: 4 }, select));
    // The first ones may have served all: the lists of one that is still being made are longer for a moment.
    await eventually(() => source.pool.idle === 4);
    const lists = watchLists();
    for (let count = 0; count < age; count++) await select();
    expect(lists.searches).toBeGreaterThan(age);
    expect(lists.longest).toBeLessThanOrEqual(1);
  });
});
