import { expect, test } from "vitest";
import type { PasswordHasher } from "#application/identity/password-hasher.ts";

/** What every `PasswordHasher` promises, but for the time that it takes. */
export function passwordHasherContract(make: () => PasswordHasher): void {
  test("knows the password of a hash from every other", async () => {
    const passwords = make();
    const hash = await passwords.hash("correct horse battery");
    expect(await passwords.verify("correct horse battery", hash)).toBe(true);
    for (const wrong of ["", "Correct horse battery", "correct horse battery ", hash]) {
      expect(await passwords.verify(wrong, hash), wrong).toBe(false);
    }
  });

  test("verifies with a hash that another of its kind has made", async () => {
    const hash = await make().hash("пароль 🦊");
    expect(await make().verify("пароль 🦊", hash)).toBe(true);
  });

  test("finds every password wrong where there is no hash", async () => {
    for (const password of ["correct horse battery", "null", ""])
      expect(await make().verify(password, null)).toBe(false);
  });
}
