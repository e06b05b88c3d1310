import { isUtf8 } from "node:buffer";
import type { FastifyInstance } from "fastify";
import { type Fault, RequestFault } from "./request-fault.ts";
import { unstorableTexts } from "./storable-text.ts";

/** Makes `application/json` the only body that is read: valid UTF-8, well-formed, without `__proto__`, storable. */
export function acceptOnlyJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>("application/json", { parseAs: "buffer" }, (request, bytes, done) => {
    if (bytes.length === 0) return done(null, undefined);
    if (!isUtf8(bytes)) return done(new RequestFault(400, "malformed-json", "The body isn't valid UTF-8."));
    const text = bytes.toString("utf8");
    return parse(request, text, (error, value: unknown) => {
      const faults = error === null && mayBeUnstorable.test(text) ? unstorableTexts(value, "/body") : [];
      done(error ?? (faults.length === 0 ? null : refusal(faults)), value);
    });
  });
  app.addHook("preValidation", async (request) => {
    if (!request.url.includes("%00")) return;
    const faults = [...unstorableTexts(request.params, "/params"), ...unstorableTexts(request.query, "/query")];
    if (faults.length > 0) throw refusal(faults);
  });
}

/** A raw NUL isn't JSON and a raw half surrogate isn't UTF-8, so both can only come escaped. */
const mayBeUnstorable = /\\u(?:0000|d[89a-f])/i;

function refusal(errors: readonly Fault[]): RequestFault {
  return new RequestFault(400, "invalid-request", "The request contains text that can't be stored: see errors.", {
    errors,
  });
}
