import type { Mail } from "#infrastructure/shared/mail/mailer.ts";
import type { Memory } from "./memory.ts";
import { type Draft, isJson } from "./request.ts";
import type { ReceivedAnswer } from "./send.ts";

/** Keeps what a request that succeeded was about: what was sent, what came back, and what came by mail. */
export function learn(memory: Memory, draft: Draft, answer: ReceivedAnswer, mails: readonly Mail[]): void {
  const { operation, by, path, headers, body } = draft;
  memory.remember(operation, by, [
    inTheirCollections(operation.path, path),
    headers,
    typeof body?.value === "object" ? body.value : null,
    isJson(String(answer.headers["content-type"])) ? (JSON.parse(answer.body.toString()) as unknown) : null,
    // The one header of an answer that is another one of a request.
    { "if-match": answer.headers["etag"] },
    mails.map(({ to, text }) => ({ email: to, token: longWordsOf(text) })),
  ]);
}

/** `{ things: { id: "…" } }` for `/things/{id}`: there, an id is one of a thing. */
function inTheirCollections(template: string, path: Readonly<Record<string, unknown>>): unknown[] {
  return [...template.matchAll(/([^/]+)\/\{([^}]+)\}/g)].map(([, collection = "", name = ""]) => {
    return { [collection]: { [name]: path[name] } };
  });
}

/** Where tokens are that are sent by mail. */
function longWordsOf(text: string): readonly string[] {
  return text.match(/[\w.-]{20,}/g) ?? [];
}
