import { argon2, type Argon2Parameters, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import type { PasswordHasher } from "#application/identity/password-hasher.ts";

const derive = promisify(argon2);

/** OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 };
const tagLength = 32;
const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;

/** Argon2id, stored as a PHC string: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. */
export class Argon2PasswordHasher implements PasswordHasher {
  /** What a password is compared to where there is no account: nobody knows one that makes it. */
  readonly #nobody = toPhc(randomBytes(16), randomBytes(tagLength));

  async hash(password: string): Promise<string> {
    const nonce = randomBytes(16);
    return toPhc(nonce, await derive("argon2id", { ...cost, message: password, nonce, tagLength }));
  }

  async verify(password: string, hash: string | null): Promise<boolean> {
    const { parameters, tag } = parse(hash ?? this.#nobody);
    const derived = await derive("argon2id", { ...parameters, message: password });
    return timingSafeEqual(derived, tag) && hash !== null;
  }
}

function toPhc(nonce: Buffer, tag: Buffer): string {
  const { memory, passes, parallelism } = cost;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${toBase64(nonce)}$${toBase64(tag)}`;
}

function parse(hash: string): { parameters: Omit<Argon2Parameters, "message">; tag: Buffer } {
  const [, memory, passes, parallelism, salt, stored] = phc.exec(hash) ?? [];
  if (salt === undefined || stored === undefined) {
    throw new TypeError("A stored password hash must be a PHC string of argon2id, but is something else.");
  }
  const tag = Buffer.from(stored, "base64");
  return {
    parameters: {
      memory: Number(memory),
      passes: Number(passes),
      parallelism: Number(parallelism),
      nonce: Buffer.from(salt, "base64"),
      tagLength: tag.length,
    },
    tag,
  };
}

function toBase64(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}
