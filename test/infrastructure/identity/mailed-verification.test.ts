import { expect, test } from "vitest";
import { Email } from "#domain/shared/email.ts";
import { MailedVerification } from "#infrastructure/identity/mailed-verification.ts";
import type { Mail } from "#infrastructure/shared/mail/mailer.ts";
import { verificationMailContract } from "#test/support/identity/contracts/verification-mail-contract.ts";

verificationMailContract(() => {
  const sent: Mail[] = [];
  const mailer = { send: async (mail: Mail) => void sent.push(mail) };
  return { mail: new MailedVerification(mailer, "https://plinth.example"), sent: () => sent };
});

test("the mail goes to the address and has the token on a line of its own, and where to send it", async () => {
  const sent: Mail[] = [];
  const verification = new MailedVerification({ send: async (mail) => void sent.push(mail) }, "https://plinth.example");
  await verification.send(Email.parse("Ada@example.com"), "the.token");
  expect(sent).toEqual([
    { to: "Ada@example.com", subject: "Please verify your e-mail address", text: expect.any(String) },
  ]);
  const lines = sent[0]!.text.split("\n");
  expect(lines).toContain("the.token");
  expect(sent[0]!.text).toContain("POST https://plinth.example/v1/email-verifications");
});
