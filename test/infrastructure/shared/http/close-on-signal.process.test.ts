import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { eventually } from "#test/support/eventually.ts";
import type { LogLine } from "./support.ts";

const script = fileURLToPath(new URL("./stopping-service.ts", import.meta.url));
const endWithParent = fileURLToPath(new URL("../../../support/end-with-parent.ts", import.meta.url));

async function startProcess(...args: string[]) {
  const child = spawn(process.execPath, ["--import", endWithParent, script, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const exited = once(child, "close") as Promise<[number | null, string | null]>;
  const lines: LogLine[] = [];
  createInterface(child.stdout).on("line", (line) => lines.push(JSON.parse(line) as LogLine));
  const logged = (msg: string) => eventually(() => lines.some((line) => line["msg"] === msg));
  await logged("listening");
  const url = String(lines.find(({ msg }) => msg === "listening")?.["url"]);
  return { child, exited, lines, logged, url };
}

test("SIGTERM lets the request in flight finish, closes everything and ends with code 0", async () => {
  const { child, exited, lines, logged, url } = await startProcess();
  const slow = fetch(`${url}/slow`);
  await logged("slow request arrived");
  child.kill("SIGTERM");
  expect(await (await slow).json()).toEqual({ ok: true });
  expect(await exited).toEqual([0, null]);
  const messages = lines.map(({ msg }) => String(msg));
  const order = ["stopping", "pool closed", "stopped"];
  expect(messages.filter((msg) => order.includes(msg))).toEqual(order);
  // Logged when the last byte is out, which may be after the server has closed.
  expect(messages).toContain("request completed");
});

test("an error that nothing caught is logged as fatal, closes everything and ends with code 1", async () => {
  const { exited, lines, url } = await startProcess();
  await fetch(`${url}/crash`).catch(() => {});
  expect(await exited).toEqual([1, null]);
  expect(lines.find(({ level }) => level === 60)).toMatchObject({ err: { message: "crash" } });
  expect(lines.map(({ msg }) => msg)).toContain("pool closed");
});

test("a close that never ends is ended at the limit, with code 1", async () => {
  const { child, exited, lines } = await startProcess("--closes-never");
  child.kill("SIGTERM");
  expect(await exited).toEqual([1, null]);
  expect(lines.map(({ msg }) => msg)).toContain("killed by timeout (100ms)");
});
