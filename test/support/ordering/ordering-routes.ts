import type { HttpClient } from "#test/support/http-client.ts";

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly tags: readonly string[] }>>>>;
}

/** The routes whose tag begins with `ordering`, as the service documents them: `PATCH /v1/orders/{id}`. */
export async function orderingRoutes(http: HttpClient): Promise<readonly string[]> {
  const { body } = await http.get<OpenApi>("/openapi.json");
  return Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { tags }]) => tags.some((tag) => tag.startsWith("ordering")))
      .map(([method]) => `${method.toUpperCase()} ${path}`),
  );
}
