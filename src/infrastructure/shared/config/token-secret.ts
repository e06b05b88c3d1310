import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Secret } from "./secret.ts";

/**
 * The secret in `token-secret` of a directory, made up at the first call: sessions survive a restart.
 *
 * @throws Error when it can't be written or read, or is too short
 */
export function keepTokenSecret(directory: string): Secret {
  const path = join(directory, "token-secret");
  try {
    return new Secret(readOrCreate(directory, path));
  } catch (cause) {
    throw new Error(
      `The secret that signs tokens must be in ${path}, but ${(cause as Error).message}. Delete the file, or set TOKEN_SECRET.`,
      { cause },
    );
  }
}

function readOrCreate(directory: string, path: string): string {
  mkdirSync(directory, { recursive: true });
  try {
    writeFileSync(path, randomBytes(32).toString("base64url"), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const secret = readFileSync(path, "utf8").trim();
  if (secret.length < 32) throw new Error(`it holds ${secret.length} characters instead of at least 32`);
  return secret;
}
