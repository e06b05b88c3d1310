import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> };
const programs = Object.entries(scripts).flatMap(([name, command]) => {
  const program = /^node .*(?<program>test\/\S+\/main\.ts)$/.exec(command)?.groups?.["program"];
  return program === undefined ? [] : [{ name, program }];
});

function run(program: string, ...args: string[]) {
  const { promise, resolve } = Promise.withResolvers<{ status: unknown; stdout: string; stderr: string }>();
  execFile(process.execPath, [join(root, program), ...args], (error, stdout, stderr) => {
    resolve({ status: error === null ? 0 : error.code, stdout, stderr });
  });
  return promise;
}

test("all seven programs of tests that run long are looked at", () => {
  expect(programs).toHaveLength(7);
});

describe.for(programs)("npm run $name", ({ name, program }) => {
  test("refuses an unknown option, without a stack", async () => {
    const { status, stdout, stderr } = await run(program, "--nonsense");
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^Unknown option '--nonsense'/);
    expect(stderr).toContain(`npm run ${name}`);
    expect(stderr).not.toContain("    at ");
  });

  test("explains itself", async () => {
    expect(await run(program, "--help")).toEqual({
      ...{ status: 0, stderr: "" },
      stdout: expect.stringContaining(`npm run ${name}`) as string,
    });
  });
});

describe("an option that expects a number", () => {
  const soak = "test/infrastructure/shared/database/soak/main.ts";

  test.for([
    ["--seed=", `--seed expects a whole number, but got "".`],
    ["--seed=1.5", `--seed expects a whole number, but got "1.5".`],
    ["--seed=1e3", `--seed expects a whole number, but got "1e3".`],
    ["--seed=99999999999999999", `--seed expects a whole number, but got "99999999999999999".`],
    ["--minutes=0", `--minutes expects a number from 0.01 on, but got "0".`],
    ["--minutes=-1", `--minutes expects a number from 0.01 on, but got "-1".`],
    ["--minutes=ten", `--minutes expects a number from 0.01 on, but got "ten".`],
  ] as const)("refuses %s before anything is started", async ([option, message]) => {
    const { status, stdout, stderr } = await run(soak, option);
    expect({ status, stdout, message: stderr.split("\n")[0] }).toEqual({ status: 2, stdout: "", message });
  });
});
