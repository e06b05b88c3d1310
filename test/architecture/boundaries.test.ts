import { describe, expect, test } from "vitest";
import { checkBoundaries } from "#tools/boundaries/check-boundaries.ts";
import { rules } from "#tools/boundaries/rules.ts";
import { cleanHouse } from "./clean-house.ts";
import { plant } from "./planted-tree.ts";

/** Rule, file that breaks it, what that file imports. */
const violations: readonly (readonly [rule: string, file: string, imported: string])[] = [
  ["domain-is-pure", "src/domain/identity/planted.ts", "uuid"],
  ["domain-is-pure", "src/domain/identity/planted.ts", "node:fs"],
  ["domain-is-pure", "src/domain/identity/planted.ts", "crypto"],
  ["domain-is-pure", "src/domain/shared/planted.ts", "a-package-that-is-not-installed"],
  ["domain-looks-inward", "src/domain/identity/planted.ts", "#application/identity/register-user.ts"],
  ["domain-looks-inward", "src/domain/identity/planted.ts", "#application/shared/clock.ts"],
  ["domain-looks-inward", "src/domain/identity/planted.ts", "#infrastructure/shared/database/statement.ts"],
  ["domain-looks-inward", "src/domain/identity/planted.ts", "../../main.ts"],
  ["domain-knows-one-context", "src/domain/identity/planted.ts", "#domain/ordering/order.ts"],
  ["domain-knows-one-context", "src/domain/ordering/planted.ts", "../identity/user.ts"],
  ["domain-knows-one-context", "src/domain/shared/planted.ts", "#domain/identity/user.ts"],
  ["domain-knows-one-context", "src/domain/a-new-context/planted.ts", "#domain/identity/user.ts"],

  ["application-is-pure", "src/application/identity/planted.ts", "uuid"],
  ["application-is-pure", "src/application/shared/planted.ts", "node:crypto"],
  ["application-looks-inward", "src/application/identity/planted.ts", "#infrastructure/identity/module.ts"],
  ["application-looks-inward", "src/application/shared/planted.ts", "#infrastructure/shared/http/server.ts"],
  ["application-knows-one-context", "src/application/ordering/planted.ts", "#application/identity/register-user.ts"],
  ["application-knows-one-context", "src/application/ordering/planted.ts", "#domain/identity/user.ts"],
  ["application-knows-one-context", "src/application/ordering/x-translator.ts", "#domain/identity/user.ts"],
  ["application-knows-one-context", "src/application/shared/planted.ts", "#domain/identity/user.ts"],
  [
    "published-events-through-a-translator",
    "src/application/ordering/planted.ts",
    "#application/identity/published-events.ts",
  ],
  ["published-events-stand-alone", "src/application/ordering/published-events.ts", "#domain/ordering/order.ts"],

  ["infrastructure-knows-one-context", "src/infrastructure/ordering/planted.ts", "#domain/identity/user.ts"],
  [
    "infrastructure-knows-one-context",
    "src/infrastructure/ordering/planted.ts",
    "#application/identity/published-events.ts",
  ],
  ["infrastructure-knows-one-context", "src/infrastructure/ordering/planted.ts", "../identity/identity-routes.ts"],
  ["infrastructure-knows-one-context", "src/infrastructure/ordering/module.ts", "../identity/module.ts"],
  ["infrastructure-shared-knows-no-context", "src/infrastructure/shared/planted.ts", "#domain/identity/user.ts"],
  ["infrastructure-shared-knows-no-context", "src/infrastructure/shared/module.ts", "../identity/module.ts"],
  ["adapters-look-inward", "src/infrastructure/ordering/planted.ts", "../service.ts"],
  ["adapters-look-inward", "src/infrastructure/shared/planted.ts", "../../main.ts"],
  ["modules-are-for-wiring", "src/infrastructure/identity/planted.ts", "./module.ts"],
  ["composition-through-modules", "src/infrastructure/planted.ts", "./identity/identity-routes.ts"],
  ["composition-through-modules", "src/main.ts", "#application/identity/register-user.ts"],

  ["sql-belongs-to-its-context", "src/infrastructure/ordering/planted.ts", "#sql/identity/user.sql.ts"],
  ["sql-belongs-to-its-context", "src/infrastructure/ordering/planted.ts", "#sql/platform/idempotency-key.sql.ts"],
  ["platform-runs-its-own-sql", "src/infrastructure/shared/planted.ts", "#sql/identity/user.sql.ts"],
  ["sql-is-for-adapters", "src/domain/identity/planted.ts", "#sql/identity/user.sql.ts"],
  ["sql-is-for-adapters", "src/application/identity/planted.ts", "../../../sql/identity/user.sql.ts"],
  ["sql-is-for-adapters", "src/infrastructure/planted.ts", "#sql/identity/user.sql.ts"],
  ["sql-knows-one-context", "sql/identity/planted.sql.ts", "#domain/ordering/order.ts"],
  ["sql-knows-one-context", "sql/identity/planted.sql.ts", "#application/identity/register-user.ts"],

  ["container-library-in-one-file", "src/infrastructure/identity/module.ts", "tsyringe"],
  ["container-library-in-one-file", "test/support/planted.ts", "reflect-metadata"],
  ["container-for-wiring-only", "src/infrastructure/identity/planted.ts", "#infrastructure/shared/container.ts"],
  ["container-for-wiring-only", "src/infrastructure/shared/http/planted.ts", "../container.ts"],
  ["drivers-in-the-database-folder", "src/infrastructure/identity/planted.ts", "postgres"],
  ["drivers-in-the-database-folder", "src/infrastructure/shared/http/planted.ts", "pg"],
  ["drivers-in-the-database-folder", "src/main.ts", "node-pg-migrate"],
  ["http-library-in-infrastructure", "src/main.ts", "fastify"],
  ["http-library-in-infrastructure", "src/application/identity/planted.ts", "@fastify/cors"],

  ["the-service-ships-alone", "src/infrastructure/identity/planted.ts", "#test/support/harness.ts"],
  ["the-service-ships-alone", "src/infrastructure/planted.ts", "#tools/new/main.ts"],
  ["the-service-ships-alone", "src/main.ts", "../bench/update.ts"],
  ["unit-tests-reach-no-database", "test/domain/identity/planted.test.ts", "postgres"],
  [
    "unit-tests-reach-no-database",
    "test/application/identity/planted.test.ts",
    "#infrastructure/identity/postgres-user-repository.ts",
  ],
  ["unit-tests-reach-no-database", "test/application/identity/planted.test.ts", "#test/support/harness.ts"],
  ["no-cycles", "src/domain/identity/user.ts", "./user-repository.ts"],
  ["stays-in-the-house", "src/infrastructure/identity/planted.ts", "../../../stray.ts"],
  ["imports-resolve", "src/infrastructure/identity/planted.ts", "#domain/identity/nobody.ts"],
  ["imports-resolve", "src/infrastructure/identity/planted.ts", "./postgres-user-repository"],
];

const around = {
  "test/support/harness.ts":
    'import "#infrastructure/shared/database/postgres-data-source.ts"; export const harness = 1;',
  "stray.ts": "export const stray = 1;",
};

async function brokenRules(file: string, content: string): Promise<string[]> {
  const root = await plant({ ...cleanHouse, ...around, [file]: content });
  const found = await checkBoundaries(root);
  return found.violations.filter(({ from, to }) => `${from} → ${to}`.includes(file)).map(({ rule }) => rule);
}

describe("the import boundaries", () => {
  test("are kept by a clean house", async () => {
    const root = await plant(cleanHouse);
    expect(await checkBoundaries(root)).toEqual({ files: Object.keys(cleanHouse).length, violations: [] });
  });

  test.for(violations)("%s: %s may not import %s", async ([rule, file, imported]) => {
    expect(await brokenRules(file, `import type {} from "${imported}";`)).toContain(rule);
  });

  test("have a planted violation for every rule", () => {
    expect(new Set(violations.map(([rule]) => rule))).toEqual(new Set(rules.map(({ name }) => name)));
  });

  test("tell what is wrong, where, and what to do instead", async () => {
    const root = await plant({ ...cleanHouse, "src/domain/identity/planted.ts": 'import "uuid";' });
    expect((await checkBoundaries(root)).violations).toEqual([
      {
        rule: "domain-is-pure",
        from: "src/domain/identity/planted.ts",
        to: expect.stringContaining("uuid"),
        advice: expect.stringContaining("declare a port"),
      },
    ]);
  });

  test("show the whole way of a cycle", async () => {
    const root = await plant({ ...cleanHouse, "src/domain/identity/user.ts": 'import "./user-repository.ts";' });
    const [cycle] = (await checkBoundaries(root)).violations;
    expect(`${cycle?.from} → ${cycle?.to}`).toBe(
      "src/domain/identity/user-repository.ts → src/domain/identity/user.ts → src/domain/identity/user-repository.ts",
    );
  });
});

describe("every way to import is seen", () => {
  const target = '"#infrastructure/identity/module.ts"';
  test.for([
    `import ${target};`,
    `import { module } from ${target};`,
    `import type { Module } from ${target};`,
    `import { type Module } from ${target};`,
    `export { module } from ${target};`,
    `export type { Module } from ${target};`,
    `export * from ${target};`,
    `export * as all from ${target};`,
    `const loaded = await import(${target});`,
    `class Loader { load() { return import(${target}); } }`,
    `using loaded = await import(${target});`,
    `await using loaded = (await import(${target})) satisfies object;`,
    `import old = require(${target});`,
    `const older = require(${target});`,
  ])("%s", async (content) => {
    expect(await brokenRules("src/domain/identity/planted.ts", content)).toContain("domain-looks-inward");
  });
});

describe("every file is looked at", () => {
  test("also those of other kinds and in hidden folders", async () => {
    for (const name of ["a.mts", "b.tsx", "c.js", "d.cjs", "e.d.ts", ".hidden/f.ts", "node_modules/g.ts"]) {
      expect(await brokenRules(`src/domain/identity/${name}`, 'import "node:fs";'), name).toContain("domain-is-pure");
    }
  });

  test("a project without files doesn't pass", async () => {
    const { files, violations: found } = await checkBoundaries(await plant({ "README.md": "" }));
    expect(files).toBe(0);
    expect(found.map(({ rule }) => rule)).toEqual(["reads-something"]);
  });

  test("a file that can't be parsed doesn't pass", async () => {
    const root = await plant({ ...cleanHouse, "src/domain/identity/planted.ts": "import {" });
    await expect(checkBoundaries(root)).rejects.toThrow("src/domain/identity/planted.ts");
  });

  test.for(["src/planted.ts", "src/domain/planted.ts", "src/application/planted.ts", "src/helpers/planted/x.ts"])(
    "%s stands where no rule looks",
    async (file) => {
      const broken = await brokenRules(file, "");
      expect(broken).toContain("every-file-has-its-place");
    },
  );
});
