import { argon2, argon2Sync } from "node:crypto";
import type * as Crypto from "node:crypto";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { passwordHasherContract } from "#test/support/identity/contracts/password-hasher-contract.ts";

vi.mock("node:crypto", async (importOriginal) => {
  const original = await importOriginal<typeof Crypto>();
  return { ...original, argon2: vi.fn(original.argon2) };
});

// Another file of this process may have loaded it, with the real node:crypto.
vi.resetModules();
const { Argon2PasswordHasher } = await import("#infrastructure/identity/argon2-password-hasher.ts");

const derivations = vi.mocked(argon2);
const hasher = new Argon2PasswordHasher();
const password = "correct horse battery";

beforeEach(() => {
  derivations.mockClear();
});

/** What each derivation cost: whether two took the same time shows here, and no clock is needed. */
const costs = () =>
  derivations.mock.calls.map(([algorithm, { memory, passes, parallelism, tagLength }]) => ({
    algorithm,
    memory,
    passes,
    parallelism,
    tagLength,
  }));

passwordHasherContract(() => new Argon2PasswordHasher());

describe("a hash", () => {
  test("is a PHC string of argon2id with the cost that OWASP advises, 16 bytes of salt and 32 of hash", async () => {
    expect(await hasher.hash(password)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  });

  test("is another one each time, and doesn't contain the password", async () => {
    const [one, other] = [await hasher.hash(password), await hasher.hash(password)];
    expect(one).not.toBe(other);
    expect(one).not.toContain("horse");
  });
});

describe("verifying", () => {
  test("tells the right password from a wrong one", async () => {
    const hash = await hasher.hash(password);
    expect(await hasher.verify(password, hash)).toBe(true);
    for (const wrong of ["", "Correct horse battery", `${password} `, password.slice(0, -1)]) {
      expect(await hasher.verify(wrong, hash)).toBe(false);
    }
  });

  test("works with passwords of any letters and length", async () => {
    for (const text of ["пароль 🦊", "x".repeat(200), "nul\0inside", "e\u0301"]) {
      const hash = await hasher.hash(text);
      expect(await hasher.verify(text, hash)).toBe(true);
      expect(await hasher.verify(`${text}!`, hash)).toBe(false);
    }
  });

  test("takes the cost from the hash, so that one made with another stays good", async () => {
    const older = "$argon2id$v=19$m=256,t=3,p=2$c29tZXNhbHRzb21lc2FsdA$";
    const nonce = Buffer.from("somesaltsomesalt");
    const tag = argon2Sync("argon2id", {
      message: password,
      nonce,
      memory: 256,
      passes: 3,
      parallelism: 2,
      tagLength: 24,
    });
    expect(await hasher.verify(password, older + tag.toString("base64"))).toBe(true);
    expect(await hasher.verify("another", older + tag.toString("base64"))).toBe(false);
    expect(costs()[0]).toMatchObject({ memory: 256, passes: 3, parallelism: 2, tagLength: 24 });
  });

  test("without a hash costs what it costs with one, the first time too, and is never right", async () => {
    const fresh = new Argon2PasswordHasher();
    expect(await fresh.verify(password, null)).toBe(false);
    const withoutHash = costs();
    const hash = await fresh.hash(password);
    derivations.mockClear();
    expect(await fresh.verify("a wrong password", hash)).toBe(false);
    expect(withoutHash).toHaveLength(1);
    expect(withoutHash).toEqual(costs());
  });

  test.for([
    ["nothing", ""],
    ["bcrypt", "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW"],
    ["argon2i", "$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$c29tZWhhc2hzb21laGFzaHNvbWVoYXNoc29tZWhhc2g"],
    ["the password as it is", password],
    ["another version", "$argon2id$v=16$m=19456,t=2,p=1$c29tZXNhbHQ$c29tZWhhc2g"],
    ["what was cut off", "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$"],
  ])("a stored hash of another kind is an error that doesn't repeat it: %s", async ([, hash]) => {
    const attempt = hasher.verify(password, hash!);
    await expect(attempt).rejects.toThrow(
      new TypeError("A stored password hash must be a PHC string of argon2id, but is something else."),
    );
  });
});
