import { describe } from "vitest";
import { passwordHasherContract } from "./contracts/password-hasher-contract.ts";
import { verificationMailContract } from "./contracts/verification-mail-contract.ts";
import { FakePasswordHasher, RecordedMail } from "./test-identity.ts";

describe("the password hasher of tests", () => passwordHasherContract(() => new FakePasswordHasher()));

describe("the verification mail of tests", () =>
  verificationMailContract(() => {
    const mail = new RecordedMail();
    return { mail, sent: () => mail.sent.map(({ to, token }) => ({ to, text: token })) };
  }));
