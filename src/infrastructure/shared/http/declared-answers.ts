import type { FastifyInstance } from "fastify";

/**
 * Holds routes to their response schemas: only what a schema names leaves the service. A route without one is refused
 * at start, an answer whose status has none becomes a 500.
 */
export function requireDeclaredAnswers(app: FastifyInstance): void {
  app.addHook("onRoute", ({ method, url, schema }) => {
    const statuses = Object.keys((schema?.response as object | undefined) ?? {});
    if (statuses.some((status) => /^[23]/.test(status))) return;
    throw new Error(`${String(method)} ${url} declares no answer: add schema: { response: { 200: ... } }.`);
  });
  app.addHook("preSerialization", async (request, reply) => {
    if (reply.getSerializationFunction(String(reply.statusCode)) !== undefined) return;
    const { method, url } = request.routeOptions;
    throw new Error(
      `${String(method)} ${url} answered ${reply.statusCode}, for which its schema declares no response.`,
    );
  });
}
