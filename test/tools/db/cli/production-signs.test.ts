import { describe, expect, test } from "vitest";
import { productionSigns } from "#tools/db/cli/production-signs.ts";

const local = { host: "localhost", database: "plinth" };

describe("a database looks like production", () => {
  test.for([
    [local, "production", "NODE_ENV is production"],
    [local, "staging", "NODE_ENV is staging"],
    [{ ...local, database: "shop_prod" }, "development", "its name is shop_prod"],
    [{ ...local, database: "live-shop" }, undefined, "its name is live-shop"],
    [
      { host: "db.example.com", database: "shop" },
      undefined,
      "it is on db.example.com, and its name, shop, has no word",
    ],
    [{ host: "10.0.0.5", database: "contest" }, undefined, "it is on 10.0.0.5"],
  ] as const)("%j with NODE_ENV %s: %s", ([address, environment, sign]) => {
    expect(productionSigns(address, environment)).toEqual([expect.stringContaining(sign)]);
  });

  test("for more than one reason", () => {
    expect(productionSigns({ host: "db.example.com", database: "shop" }, "production")).toHaveLength(2);
  });
});

describe("a database doesn't look like production", () => {
  test.for([
    [local, undefined],
    [local, ""],
    [local, "test"],
    [{ host: "127.0.0.1", database: "plinth" }, "development"],
    [{ host: "::1", database: "plinth" }, undefined],
    [{ host: "/var/run/postgresql", database: "plinth" }, undefined],
    [{ host: "db.example.com", database: "shop_test" }, undefined],
    [{ host: "db.example.com", database: "dev-shop" }, "development"],
    [{ ...local, database: "productions" }, undefined],
  ] as const)("%j with NODE_ENV %s", ([address, environment]) => {
    expect(productionSigns(address, environment)).toEqual([]);
  });
});
