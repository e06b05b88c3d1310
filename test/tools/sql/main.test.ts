import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const main = join(import.meta.dirname, "../../../tools/sql/main.ts");
const run = (...options: string[]) => spawnSync(process.execPath, [main, ...options], { encoding: "utf8" });

describe("the command line", () => {
  test("explains itself", () => {
    expect(run("--help")).toMatchObject({ status: 0, stdout: expect.stringContaining("npm run sql:check") as string });
  });

  test("refuses an unknown option, and says which there are", () => {
    const message = expect.stringMatching(/Unknown option '--chekc'[\s\S]*--check/) as string;
    expect(run("--chekc")).toMatchObject({ status: 2, stderr: message });
  });

  test("fails without a stack trace when there is no such folder or database", () => {
    const url = "postgres://postgres@127.0.0.1:1/nothing";
    const noFolder = run("--directory", "/nowhere/sql", "--database-url", url);
    expect(noFolder).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^ENOENT.*\/nowhere\/sql'\n$/) as string,
    });
    const noDatabase = run("--directory", import.meta.dirname, "--database-url", url);
    expect(noDatabase).toMatchObject({ status: 1, stderr: expect.stringMatching(/^.*ECONNREFUSED.*\n$/) as string });
  });
});
