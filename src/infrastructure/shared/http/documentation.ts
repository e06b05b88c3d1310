import swagger, { type FastifyDynamicSwaggerOptions } from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance, FastifySchema, RouteOptions } from "fastify";
import packageJson from "../../../../package.json" with { type: "json" };
import type { Authentication } from "./authentication.ts";
import { ProblemDetails } from "./problem-details.ts";
import { problems } from "./problem-responses.ts";

const info = { title: "Plinth", version: packageJson.version };

/** Serves OpenAPI 3.1 at `/openapi.json`, made from the routes' schemas, and a page to read it at `/docs`. */
export async function documentRoutes(app: FastifyInstance, authentication: Authentication): Promise<void> {
  app.addSchema(ProblemDetails);
  const options: FastifyDynamicSwaggerOptions = {
    openapi: {
      openapi: "3.1.0",
      info,
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

function documented(schema: FastifySchema, route: RouteOptions, authentication: Authentication): FastifySchema {
  const hooks: unknown[] = [route.onRequest ?? []].flat();
  const isAdminOnly = hooks.includes(authentication.adminOnly);
  const isGuarded = isAdminOnly || hooks.includes(authentication.authenticated);
  // A body is read where one comes, expected or not.
  const readsBody = !["GET", "HEAD"].includes(String(route.method));
  const takesInput = readsBody || (schema.params ?? schema.querystring ?? schema.headers) !== undefined;
  const common = [
    ...(takesInput ? [400] : []),
    ...(isGuarded ? [401] : []),
    ...(isAdminOnly ? [403] : []),
    ...(readsBody ? [413, 415] : []),
    ...(route.config?.rateLimit === false ? [] : [429]),
    500,
    503,
  ];
  return {
    ...schema,
    ...(schema.querystring === undefined ? {} : { querystring: withoutNeedless(schema.querystring as QuerySchema) }),
    ...(isGuarded ? { security: [{ bearer: [] }] } : {}),
    response: { ...problems(...common), ...(schema.response as object | undefined) },
  };
}

interface QuerySchema {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, object>>;
}

/** What has a default isn't required of a client. TypeBox says so of the parsed value, which always has it. */
function withoutNeedless(schema: QuerySchema): QuerySchema {
  const { required = [], properties = {} } = schema;
  return { ...schema, required: required.filter((name) => !("default" in (properties[name] ?? {}))) };
}
