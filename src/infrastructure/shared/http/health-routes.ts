import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { RequestFault } from "./request-fault.ts";

/** Resolves when the service can do its work; rejects when it can't. */
export type Ready = () => Promise<void>;

const Healthy = Type.Object({ status: Type.Literal("ok") }, { description: "Yes." });

/** `/health/live`: the process answers. `/health/ready`: it can work, asked anew each time, within `timeoutMs`. */
export const healthRoutes =
  (ready: Ready, timeoutMs: number): FastifyPluginAsyncTypebox =>
  async (app) => {
    const options = { config: { rateLimit: false }, logLevel: "warn" } as const;
    const schema = { tags: ["health"], response: { 200: Healthy } };

    app.get("/health/live", { ...options, schema: { ...schema, summary: "Is the process alive?" } }, async () => ({
      status: "ok" as const,
    }));

    app.get("/health/ready", { ...options, schema: { ...schema, summary: "Can it take requests?" } }, async () => {
      await within(timeoutMs, ready()).catch((cause: unknown) => {
        const detail = "The service can't work now: what it depends on doesn't answer.";
        throw new RequestFault(503, "not-ready", detail, { cause, headers: { "retry-after": "1" } });
      });
      return { status: "ok" as const };
    });
  };

async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`No answer within ${milliseconds} ms.`)), milliseconds);
  try {
    await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
