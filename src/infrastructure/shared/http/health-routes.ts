import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { RequestFault } from "./request-fault.ts";

/** Resolves when the service can do its work; rejects when it can't. */
export type Ready = () => Promise<void>;

export const healthTags = { health: "For what watches the service." };

const Healthy = Type.Object({ status: Type.Literal("ok") }, { description: "Yes." });

/** `/health/live`: the process answers. `/health/ready`: it can work, asked anew each time, within `timeoutMs`. */
export const healthRoutes =
  (ready: Ready, timeoutMs: number): FastifyPluginAsyncTypebox =>
  async (app) => {
    const options = { config: { rateLimit: false }, logLevel: "warn" } as const;
    const schema = { tags: ["health"], response: { 200: Healthy } };

    const isAlive = { ...schema, operationId: "isAlive", summary: "Is the process alive?" };
    app.get("/health/live", { ...options, schema: isAlive }, async () => ({ status: "ok" as const }));

    const isReady = { ...schema, operationId: "isReady", summary: "Can it take requests?", problems: [notReady()] };
    app.get("/health/ready", { ...options, schema: isReady }, async () => {
      await within(timeoutMs, ready()).catch((cause: unknown) => {
        throw notReady(cause);
      });
      return { status: "ok" as const };
    });
  };

function notReady(cause?: unknown): RequestFault {
  const detail = "The service can't work now: what it depends on doesn't answer.";
  return new RequestFault(503, "not-ready", detail, { cause, headers: { "retry-after": "1" } });
}

async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`No answer within ${milliseconds} ms.`)), milliseconds);
  try {
    await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
