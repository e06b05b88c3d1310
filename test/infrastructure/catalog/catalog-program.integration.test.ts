import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect } from "vitest";
import { valueOf } from "#test/support/ad-hoc-statement.ts";
import { eventually } from "#test/support/eventually.ts";
import { test as base } from "#test/support/fixtures.ts";

const program = join(import.meta.dirname, "../../../src/infrastructure/catalog-program.ts");

const test = base.extend("importing", ({ db }, { onCleanup }) => {
  const folder = mkdtempSync(join(tmpdir(), "plinth-catalog-"));
  onCleanup(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "products.csv");
  const lines = Array.from({ length: 10_000 }, (_, n) => `P-${n},Product ${n},,${n}.50,${n % 5}\n`);
  writeFileSync(file, `sku,name,description,price,stockQuantity\n${lines.join("")}`);
  return (input: "file" | "pipe") => {
    const args = ["import", "--json", "--format", "csv", input === "file" ? file : "-"];
    const child = spawn(process.execPath, [program, ...args], { env: { ...process.env, DATABASE_URL: db.url } });
    const out = text(child.stdout);
    return {
      child,
      lines,
      ended: async () => ({ code: (await once(child, "exit"))[0] as number | null, out: await out }),
    };
  };
});

test("npm run catalog imports a file into the service's database", async ({ importing, db }) => {
  const { code, out } = await importing("file").ended();
  expect(JSON.parse(out)).toMatchObject({ ok: true, products: 10_000, added: 10_000 });
  expect(code).toBe(0);
  const count = "SELECT count(*)::integer FROM catalog.products";
  expect(await db.dataSource.withConnection((connection) => valueOf(connection, count))).toBe(10_000);
});

test("killed in the middle and run again it leaves what it would have left at once", async ({ importing, db }) => {
  const valueNow = (sql: string) => db.dataSource.withConnection((connection) => valueOf(connection, sql));
  const killed = importing("pipe");
  killed.child.stdin.on("error", () => undefined);
  killed.child.stdin.write(`sku,name,description,price,stockQuantity\n${killed.lines.slice(0, 7300).join("")}`);
  await eventually(async () => (await valueNow("SELECT count(*)::integer FROM catalog.products")) !== 0);
  killed.child.kill("SIGKILL");
  await killed.ended();

  const { code, out } = await importing("file").ended();
  expect(code).toBe(0);
  const counts = JSON.parse(out) as { added: number; unchanged: number };
  expect(counts).toMatchObject({ products: 10_000, changed: 0, added: 10_000 - counts.unchanged });
  expect(counts.unchanged).toBeGreaterThanOrEqual(500);
  expect(await valueNow("SELECT count(*)::integer || ' ' || max(version) FROM catalog.products")).toBe("10000 1");
  expect(await valueNow("SELECT count(*)::integer FROM catalog.events")).toBe(10_000);
});

test("npm run catalog exports what it has imported to standard output, bit by bit", async ({ importing, db }) => {
  await importing("file").ended();
  const env = { ...process.env, DATABASE_URL: db.url };
  const exported = await text(spawn(process.execPath, [program, "export"], { env }).stdout);
  expect(exported.split("\r\n")).toHaveLength(10_002);
  expect(exported).toContain("\r\nP-9999,Product 9999,,9999.50,4\r\n");

  const interrupted = spawn(process.execPath, [program, "export", "--format", "ndjson"], { env });
  await once(interrupted.stdout, "data");
  interrupted.stdout.destroy();
  const [code] = (await once(interrupted, "exit")) as [number | null];
  expect(code, "its reader has gone").toBe(1);
});
