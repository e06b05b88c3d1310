import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eventually } from "#test/support/eventually.ts";

const root = join(import.meta.dirname, "../../..");
/** What a running PostgreSQL of the compiler has. Another run beside this test may own one of the two. */
const running = (): boolean[] =>
  ["sql-compiler", "sql-compiler-2"].map((name) => existsSync(join(root, ".data", name, "postgres/postmaster.pid")));

test("Ctrl-C ends a watch and leaves no server behind", { timeout: 60_000 }, async () => {
  const before = running();
  const endWithParent = join(root, "test/support/end-with-parent.ts");
  const args = ["--import", endWithParent, join(root, "tools/sql/main.ts"), "--watch"];
  const watch = spawn(process.execPath, args, { cwd: root });
  let output = "";
  watch.stdout.on("data", (text: Buffer) => void (output += text.toString()));
  watch.stderr.on("data", (text: Buffer) => void (output += text.toString()));
  await eventually(() => expect(output).toContain("Watching. Ctrl-C ends it."), { deadline: 30_000 });
  expect(running()).not.toEqual(before);

  const ended = once(watch, "exit");
  watch.kill("SIGINT");
  expect(await ended).toEqual([130, null]);
  expect(running()).toEqual(before);
});
