import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readPostmaster } from "#infrastructure/shared/database/embedded/embedded-postmaster.ts";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { eventually } from "#test/support/eventually.ts";
import { isAlive } from "#test/support/service-process.ts";

const root = join(import.meta.dirname, "../../..");

/** The process of the compiler's PostgreSQL that `watch` uses: another run beside this test may use one of the two. */
async function serverOf(watch: ChildProcess): Promise<number | undefined> {
  for (const name of ["sql-compiler", "sql-compiler-2"]) {
    const postmaster = readPostmaster(join(root, ".data", name, "postgres"));
    if (postmaster?.status !== "ready") continue;
    const client = await connectPlainly(`postgres://plinth@127.0.0.1:${postmaster.port}/postgres`, "plinth tests");
    const owner = "SELECT FROM pg_stat_activity WHERE application_name = $1";
    const { rowCount } = await client.query(owner, [`plinth process ${watch.pid}`]);
    await client.end();
    if (rowCount !== 0) return postmaster.pid;
  }
  return undefined;
}

test("Ctrl-C ends a watch and leaves no server behind", async () => {
  const endWithParent = join(root, "test/support/end-with-parent.ts");
  const args = ["--import", endWithParent, join(root, "tools/sql/main.ts"), "--watch"];
  const watch = spawn(process.execPath, args, { cwd: root });
  const ended = once(watch, "exit");
  onTestFinished(async () => {
    watch.kill("SIGINT");
    await ended;
  });
  let output = "";
  watch.stdout.on("data", (text: Buffer) => void (output += text.toString()));
  watch.stderr.on("data", (text: Buffer) => void (output += text.toString()));
  await eventually(() => expect(output).toContain("Watching. Ctrl-C ends it."));
  const server = (await serverOf(watch)) ?? 0;
  expect(isAlive(server)).toBe(true);

  watch.kill("SIGINT");
  expect(await ended).toEqual([130, null]);
  expect(isAlive(server)).toBe(false);
});
