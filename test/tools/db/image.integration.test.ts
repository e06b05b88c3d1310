import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { test } from "#test/support/fixtures.ts";

const project = join(import.meta.dirname, "../../..");

test("what the Dockerfile copies is enough for up and status", ({ emptyDatabase: { url } }) => {
  const image = mkdtempSync(join(tmpdir(), "plinth-image-"));
  onTestFinished(() => rmSync(image, { recursive: true }));
  const copied = [...readFileSync(join(project, "Dockerfile"), "utf8").matchAll(/^COPY (?!--|.*lock)(\S+) /gm)];
  for (const [, path = ""] of copied) cpSync(join(project, path), join(image, path), { recursive: true });
  symlinkSync(join(project, "node_modules"), join(image, "node_modules"));
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ["tools/db/main.ts", ...args], {
      cwd: image,
      encoding: "utf8",
      env: { NODE_ENV: "production", DATABASE_URL: url },
    });
  expect(run("up")).toMatchObject({ status: 0, stdout: expect.stringContaining("applied ") as string });
  expect(run("status", "--exit-code")).toMatchObject({ status: 0 });
  expect(run("lint")).toMatchObject({ status: 1, stderr: expect.stringContaining("run it in a checkout") as string });
});
