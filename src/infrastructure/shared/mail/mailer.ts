import { createTransport } from "nodemailer";
import type { FastifyBaseLogger } from "fastify";

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Sends mails. Never rejects: a mail that could not be sent is an error in the log, and people ask for it again. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
}

export interface MailerOptions {
  /** `smtp://user:password@host:587` or `smtps://...`; undefined: mails are written into the log. */
  readonly url: string | undefined;
  readonly from: string;
  readonly logger: FastifyBaseLogger;
}

/** How long a mail server may take to connect, to greet and to answer, in milliseconds. */
const patience = 10_000;

export function createMailer({ url, from, logger }: MailerOptions): Mailer {
  if (url === undefined) {
    return {
      send: async ({ to, subject, text }) =>
        logger.info(`A mail to ${to} that is not sent:\n\n${subject}\n\n${text}\n`),
    };
  }
  const timeouts = { connectionTimeout: patience, greetingTimeout: patience, socketTimeout: patience };
  const transport = createTransport({ url, ...timeouts });
  return {
    send: async ({ to, subject, text }) => {
      try {
        await transport.sendMail({ from, to, subject, text });
      } catch (error) {
        logger.error({ err: error }, "a mail could not be sent");
      }
    },
  };
}
