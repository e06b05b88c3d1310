import type { FastifyInstance, FastifySchema } from "fastify";

/**
 * Holds routes to their schemas: only what the schema of an answer names leaves the service, and the documentation says
 * what each route is for. A route that doesn't declare its answers, or has no summary, tags or description of an answer,
 * is refused at start; an answer whose status has no schema becomes a 500.
 */
export function requireDeclaredAnswers(app: FastifyInstance): void {
  app.addHook("onRoute", ({ method, url, schema = {} }) => {
    const [missing] = missingIn(schema);
    if (missing !== undefined) throw new Error(`${String(method)} ${url} ${missing}.`);
  });
  app.addHook("preSerialization", async (request, reply) => {
    if (reply.getSerializationFunction(String(reply.statusCode)) !== undefined) return;
    const { method, url } = request.routeOptions;
    throw new Error(
      `${String(method)} ${url} answered ${reply.statusCode}, for which its schema declares no response.`,
    );
  });
}

function missingIn({ summary, tags, response }: FastifySchema): string[] {
  const answers = Object.entries((response as Record<string, { readonly description?: string }> | undefined) ?? {});
  const missing: string[] = [];
  if (!answers.some(([status]) => /^[23]/.test(status)))
    missing.push("declares no answer: add schema: { response: { 200: ... } }");
  if (!summary) missing.push('has no summary: add schema: { summary: "What it does" }');
  if (!tags?.length) missing.push('has no tags: add schema: { tags: ["<context>: <its part>"] }');
  for (const [status, { description }] of answers)
    if (!description)
      missing.push(`has no description of its answer ${status}: add { description: "..." } to its schema`);
  return missing;
}
