import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { keepTokenSecret } from "#infrastructure/shared/config/token-secret.ts";

function makeDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "plinth-secret-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
}

test("a token secret is made up once per directory, for nobody else to read", () => {
  const directory = join(makeDirectory(), "made", "for-it");
  const secret = keepTokenSecret(directory).reveal();
  expect(secret.length).toBeGreaterThanOrEqual(32);
  expect(keepTokenSecret(directory).reveal()).toBe(secret);
  expect(keepTokenSecret(makeDirectory()).reveal()).not.toBe(secret);
  expect(statSync(join(directory, "token-secret")).mode & 0o777).toBe(0o600);
});

test("a token secret that is too short to sign with is refused, with what to do", () => {
  const directory = makeDirectory();
  writeFileSync(join(directory, "token-secret"), "hunter2\n");
  expect(() => keepTokenSecret(directory)).toThrow(
    /it holds 7 characters instead of at least 32\. Delete the file, or set TOKEN_SECRET\.$/,
  );
});
