import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { expect, onTestFinished, test } from "vitest";
import { Conflict } from "#domain/shared/domain-error.ts";
import { RequestFault } from "#infrastructure/shared/http/request-fault.ts";
import { startServer } from "#test/infrastructure/shared/http/support.ts";
import type { People } from "./people.ts";
import { runApiFuzz } from "./run-api-fuzz.ts";

class NotNow extends Conflict {
  readonly code = "not-now";
}

class NotEver extends Conflict {
  readonly code = "not-ever";
}

const Thing = Type.Object({ id: Type.String({ format: "uuid" }) }, { description: "A thing." });
const id = "0192f5d0-0000-7000-8000-000000000000";
const schema = { summary: "A route", tags: ["planted"], response: { 200: Thing } };
const query = Type.Object({ size: Type.Integer({ minimum: 1, maximum: 9 }) });

/** Each with one fault, but for the first. */
const planted: FastifyPluginAsyncTypebox = async (app) => {
  app.get("/v1/right", { schema: { ...schema, querystring: query } }, async () => ({ id }));
  app.get("/v1/failing", { schema }, async () => {
    throw new Error("planted");
  });
  app.get("/v1/other-format", { schema }, async () => ({ id: "1" }));
  app.get("/v1/more-fields", { schema }, async (_request, reply) =>
    reply
      .type("application/json")
      .serializer(JSON.stringify)
      .send({ id, secret: "x" } as { id: string }),
  );
  app.get("/v1/undocumented", { schema }, async () => {
    throw new NotNow("Not now.");
  });
  app.get("/v1/other-media-type", { schema }, async (_request, reply) =>
    reply.type("text/plain").serializer(JSON.stringify).send({ id }),
  );
  app.get("/v1/leak", { schema: { ...schema, problems: [new NotNow("Not now.")] } }, async () => {
    throw new NotNow("In SELECT id FROM identity.users: no.");
  });
  app.get("/v1/other-code", { schema: { ...schema, problems: [new NotNow("Not now.")] } }, async () => {
    throw new NotEver("Never.");
  });
  app.get(
    "/v1/takes-anything",
    { schema: { ...schema, querystring: query }, validatorCompiler: () => () => true },
    async () => ({ id }),
  );
  app.get("/v1/refuses", { schema: { ...schema, querystring: query } }, async () => {
    throw new RequestFault(400, "invalid-request", "No.");
  });
  app.get("/v1/logs", { schema }, async ({ log }) => {
    log.error("planted");
    return { id };
  });
  app.get("/v1/silent", { schema }, async (request, reply) => {
    request.raw.socket.destroy();
    return reply.send({ id });
  });
  app.get("/v1/rejects", { schema }, async () => {
    void Promise.reject(new Error("planted"));
    return { id };
  });
};

const people: People = {
  register: async (role) => ({ role, id, email: "", password: "", token: role, refreshToken: "refresh" }),
  expiredToken: async () => "expired",
};

async function fuzz(seed: number, count: number) {
  const { url, logs } = await startServer({ routes: () => planted });
  return runApiFuzz({ url, people, logs, mails: [] }, { seed, count });
}

/** Vitest fails a run that has unhandled rejections. */
function hideRejectionsFromVitest(): void {
  const listeners = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  onTestFinished(() => {
    for (const listener of listeners) process.on("unhandledRejection", listener);
  });
}

test("a fault that is planted in a route is told, and what is right is not", async () => {
  hideRejectionsFromVitest();
  const { violations, neverSucceeded } = await fuzz(1, 300);
  const faults = Map.groupBy(violations, ({ operation }) => /\/v1\/[\w-]+|the process/.exec(operation)?.[0]);
  const told = Object.fromEntries([...faults].map(([name, list]) => [name, list.map(({ fault }) => fault).join("; ")]));
  expect(told).toMatchObject({
    "/v1/failing": expect.stringMatching(/it answered 500.*the log has an error/),
    "/v1/other-format": `its body doesn't fit: /id must match format "uuid"`,
    "/v1/more-fields": "its body doesn't fit: / must NOT have additional properties secret",
    "/v1/undocumented": "the status 409 is not documented",
    "/v1/other-media-type": "its media type is text/plain, not application/json",
    "/v1/leak": "its body tells of the inside of the service",
    "/v1/other-code": "of the status 409 the document has no example not-ever",
    "/v1/takes-anything": "200 answers what the schemas forbid",
    "/v1/refuses": "what the schemas allow is refused as an invalid request",
    "/v1/logs": "the log has an error: planted",
    "/v1/silent": expect.stringMatching(/^no answer: /),
    "the process": "an unhandled rejection: Error: planted",
  });
  expect(told).not.toHaveProperty("/v1/right");
  expect(neverSucceeded.map(({ path }) => path).toSorted()).toEqual([
    "/v1/failing",
    "/v1/leak",
    "/v1/other-code",
    "/v1/refuses",
    "/v1/silent",
    "/v1/undocumented",
  ]);
});

test("a seed gives the same requests again, and another one others", async () => {
  hideRejectionsFromVitest();
  const curls = async (seed: number) => {
    const { violations } = await fuzz(seed, 60);
    return violations.map(({ curl }) => curl.replaceAll(/127\.0\.0\.1:\d+/g, ""));
  };
  const once = await curls(1);
  expect(await curls(1)).toEqual(once);
  expect(await curls(2)).not.toEqual(once);
});
