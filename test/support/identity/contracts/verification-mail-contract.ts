import { expect, test } from "vitest";
import type { VerificationMail } from "#application/identity/verification-mail.ts";
import { Email } from "#domain/shared/email.ts";

interface Sent {
  readonly to: string;
  readonly text: string;
}

/** What every `VerificationMail` promises; `sent` tells what it has sent so far. */
export function verificationMailContract(make: () => { mail: VerificationMail; sent: () => readonly Sent[] }): void {
  test("sends the whole token to the address, as it is written, and to nobody else", async () => {
    const { mail, sent } = make();
    const token = `${"abcdefghij".repeat(30)}.=3D.end`;
    await mail.send(Email.parse("Ada@Example.com"), token);
    expect(sent().map(({ to }) => to)).toEqual(["Ada@Example.com"]);
    expect(sent()[0]?.text).toContain(token);
  });
}
