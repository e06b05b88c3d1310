import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { pino } from "pino";
import { describe, expect, onTestFinished, test } from "vitest";
import { createMailer } from "#infrastructure/shared/mail/mailer.ts";
import { startSmtpServer } from "./smtp.ts";

const from = "Plinth <noreply@plinth.example>";
const token = `${"abcdefghij".repeat(30)}.=3D.end`;
const mail = { to: "ada@example.com", subject: "Grüße", text: `Here is the token:\n\n${token}\n\nThat's all.` };

function mailerTo(url: string | undefined) {
  const lines: string[] = [];
  const logger = pino({}, { write: (line: string) => void lines.push(line) });
  return { mailer: createMailer({ url, from, logger }), logged: () => lines.map((line) => JSON.parse(line) as object) };
}

/** Ends soft line breaks and decodes what stands for a byte (RFC 2045, section 6.7). */
const fromQuotedPrintable = (source: string) =>
  source
    .replaceAll("=\r\n", "")
    .replaceAll(/=([\dA-F]{2})/g, (_, byte: string) => String.fromCharCode(Number.parseInt(byte, 16)));

describe("a mail", () => {
  test("arrives with sender, recipient, subject and the whole text, however long a line is", async () => {
    const server = await startSmtpServer();
    onTestFinished(server.close);
    const { mailer, logged } = mailerTo(`smtp://127.0.0.1:${server.port}`);
    await mailer.send(mail);

    expect(server.received).toHaveLength(1);
    const [{ source, ...envelope }] = server.received as [(typeof server.received)[number]];
    expect(envelope).toEqual({ from: "noreply@plinth.example", to: ["ada@example.com"] });
    expect(source).toContain("From: Plinth <noreply@plinth.example>");
    expect(source).toContain("To: ada@example.com");
    expect(source).toContain("Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=");
    expect(source).toContain("Content-Transfer-Encoding: quoted-printable");
    expect(fromQuotedPrintable(source)).toContain(`\r\n\r\n${token}\r\n\r\nThat's all.`);
    expect(logged()).toEqual([]);
  });

  test("goes to a server that asks for user and password", async () => {
    const credentials: unknown[] = [];
    const server = await startSmtpServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth({ username, password }, _session, done) {
        credentials.push(username, password);
        done(null, { user: username });
      },
    });
    onTestFinished(server.close);
    const { mailer } = mailerTo(`smtp://plinth:p%40ss@127.0.0.1:${server.port}`);
    await mailer.send(mail);
    expect(credentials).toEqual(["plinth", "p@ss"]);
    expect(server.received).toHaveLength(1);
  });
});

describe("a mail that can't be sent is an error in the log, without its text, and no error for the caller", () => {
  test("when the server refuses the recipient", async () => {
    const server = await startSmtpServer({
      onRcptTo: (_address, _session, done) => done(new Error("no such mailbox here")),
    });
    onTestFinished(server.close);
    const { mailer, logged } = mailerTo(`smtp://127.0.0.1:${server.port}`);
    await expect(mailer.send(mail)).resolves.toBeUndefined();
    expect(logged()).toMatchObject([{ level: 50, msg: "a mail could not be sent", err: { responseCode: 550 } }]);
    expect(JSON.stringify(logged())).toContain("no such mailbox here");
    expect(JSON.stringify(logged())).not.toContain(token);
  });

  test("when the password is wrong, which isn't logged either", async () => {
    const server = await startSmtpServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(new Error("go away")),
    });
    onTestFinished(server.close);
    const { mailer, logged } = mailerTo(`smtp://plinth:hunter2@127.0.0.1:${server.port}`);
    await mailer.send(mail);
    expect(logged()).toMatchObject([{ msg: "a mail could not be sent", err: { code: "EAUTH" } }]);
    expect(JSON.stringify(logged())).not.toContain("hunter2");
  });

  test("when nobody listens there", async () => {
    const server = await startSmtpServer();
    await server.close();
    const { mailer, logged } = mailerTo(`smtp://127.0.0.1:${server.port}`);
    await mailer.send(mail);
    expect(logged()).toMatchObject([{ msg: "a mail could not be sent", err: { code: "ESOCKET" } }]);
  });

  test("when the server hangs up in the middle", async () => {
    const server = createServer((socket) => socket.end("220 hello\r\n")).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const { mailer, logged } = mailerTo(`smtp://127.0.0.1:${(server.address() as AddressInfo).port}`);
    await mailer.send(mail);
    expect(logged()).toMatchObject([{ msg: "a mail could not be sent" }]);
  });
});

test("without a mail server a mail is written into the log, whole", async () => {
  const { mailer, logged } = mailerTo(undefined);
  await mailer.send(mail);
  expect(logged()).toMatchObject([{ level: 30, msg: expect.stringContaining(token) }]);
  expect(JSON.stringify(logged())).toContain("ada@example.com");
});
