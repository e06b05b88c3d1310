import swagger, { type FastifyDynamicSwaggerOptions } from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance, FastifySchema, RouteOptions } from "fastify";
import packageJson from "../../../../package.json" with { type: "json" };
import type { Authentication } from "./authentication.ts";
import { commonProblems } from "./common-problems.ts";
import { ProblemDetails } from "./problem-details.ts";
import { problemResponses } from "./problem-responses.ts";

const info = { title: "Plinth", version: packageJson.version };

interface ObjectSchema {
  readonly properties: Readonly<Record<string, { readonly default?: unknown; readonly examples?: readonly string[] }>>;
  readonly required?: readonly string[];
}

/**
 * Serves OpenAPI 3.1 at `/openapi.json`, made from the routes' schemas, and a page to read it at `/docs`.
 *
 * @param tags what the operations under each tag are about
 */
export async function documentRoutes(
  app: FastifyInstance,
  authentication: Authentication,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  app.addSchema(ProblemDetails);
  const options: FastifyDynamicSwaggerOptions = {
    openapi: {
      openapi: "3.1.0",
      info,
      tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
      components: { securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } } },
    },
    refResolver: {
      buildLocalReference: ({ $id }, _base, _fragment, index) => (typeof $id === "string" ? $id : `schema-${index}`),
    },
    transform: ({ schema, url, route }) => ({ schema: documented(schema, route, authentication), url }),
  };
  await app.register(swagger, options);
  await app.register(swaggerUi, { routePrefix: "/docs" });
  app.get("/openapi.json", { schema: { hide: true } }, async () => app.swagger());
}

function documented(
  { problems = [], ...schema }: FastifySchema,
  route: RouteOptions,
  { authenticated, adminOnly, refusals }: Authentication,
): FastifySchema {
  const hooks: unknown[] = [route.onRequest ?? []].flat();
  const guard = hooks.includes(adminOnly) ? "adminOnly" : hooks.includes(authenticated) ? "authenticated" : undefined;
  const instance = pathTo(route.url, schema.params);
  const errors = [
    ...commonProblems(schema, route, instance),
    ...(guard === undefined ? [] : refusals[guard]),
    ...problems,
  ];
  return {
    ...schema,
    ...(schema.querystring === undefined ? {} : { querystring: withoutDefaults(schema.querystring as ObjectSchema) }),
    ...(guard === undefined ? {} : { security: [{ bearer: [] }] }),
    response: { ...(schema.response as object | undefined), ...problemResponses(errors, instance) },
  };
}

/** Requires no parameter that has a default: it is filled in before what is required is looked for. */
function withoutDefaults({ required = [], ...schema }: ObjectSchema): ObjectSchema {
  return { ...schema, required: required.filter((name) => schema.properties[name]?.default === undefined) };
}

/** A path of the route, with an example for each parameter. */
function pathTo(url: string, params: unknown): string {
  const properties = (params as ObjectSchema | undefined)?.properties;
  return url.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(properties?.[name]?.examples?.[0] ?? name));
}
