import { expect } from "vitest";
import { problem } from "#test/support/http-client.ts";
import { eventually } from "#test/support/eventually.ts";
import { test } from "#test/support/service.ts";

interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly object[];
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly required: boolean }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
  readonly responses: Readonly<Record<string, Response>>;
}

interface Response {
  readonly description: string;
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

interface OpenApi {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

test("every route is documented: what it does, takes and answers, and each of its problems", async ({ http }) => {
  const { status, body: document } = await http.get<OpenApi>("/openapi.json");
  expect(status).toBe(200);
  expect(document).toMatchObject({ openapi: "3.1.0", info: { title: "Plinth", version: expect.any(String) } });

  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(["/health/live", "/health/ready"]));
  const faults = operations.flatMap(({ path, method, operation }) =>
    faultsOf(path, operation).map((fault) => `${method} ${path} ${fault}`),
  );
  expect(faults).toEqual([]);
});

test("a route that is badly documented would be found", () => {
  const responses = { "200": { description: "Default Response" }, "404": { description: "", content: {} } };
  const bad = { responses, parameters: [{ in: "path", name: "user", required: false }], security: [{}] };
  expect(faultsOf("/v1/users/{id}", bad)).toEqual([
    "has no summary",
    "has no tag",
    "names other parameters than its path",
    "200 has no description",
    "404 has no description",
    "404 answers with something else than a problem",
    ...["400", "401", "429", "500", "503"].map((code) => `doesn't mention ${code}`),
  ]);
});

test("every reference in the documentation leads somewhere", async ({ http }) => {
  const { body: document } = await http.get<OpenApi>("/openapi.json");
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
    ([, reference = ""]) => reference,
  );
  expect(references.length).toBeGreaterThan(0);
  const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
  for (const reference of new Set(references)) expect(known).toContain(reference);
});

test("the documentation page and all that it loads come from the service itself", async ({ http }) => {
  const page = await http.get<string>("/docs");
  expect(page.status).toBe(200);
  const loaded = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, reference = ""]) => reference);
  expect(loaded.some((reference) => reference.endsWith(".js"))).toBe(true);
  for (const reference of loaded) {
    expect(reference, "nothing from outside").not.toMatch(/^(https?:)?\/\//);
    expect(await http.get(new URL(reference, "http://service/docs").pathname), reference).toMatchObject({
      status: 200,
    });
  }
});

test("it is ready while its database answers, and alive without it", async ({ http, startService, db }) => {
  await eventually(async () =>
    expect(await http.get("/health/ready")).toMatchObject({ status: 200, body: { status: "ok" } }),
  );
  const { http: orphan } = await startService();
  await db.dataSource.close();
  expect(await orphan.get("/health/live")).toMatchObject({ status: 200 });
  const answer = await orphan.get("/health/ready");
  expect(answer).toMatchObject(problem(503, "not-ready"));
  expect(answer.headers.get("retry-after")).toBe("1");
});

/** What is missing in the documentation of a route. */
function faultsOf(path: string, { summary, tags, security, parameters = [], requestBody, responses }: Operation) {
  const faults: string[] = [];
  if (!summary) faults.push("has no summary");
  if (!tags?.length) faults.push("has no tag");

  const inPath = parameters.filter((parameter) => parameter.in === "path" && parameter.required);
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  if (String(inPath.map(({ name }) => name)) !== String(named)) faults.push("names other parameters than its path");

  for (const [code, { description, content }] of Object.entries(responses)) {
    if (description === "" || description === "Default Response") faults.push(`${code} has no description`);
    if (Number(code) >= 400 && content?.["application/problem+json"] === undefined)
      faults.push(`${code} answers with something else than a problem`);
  }

  const takesInput = parameters.length > 0 || requestBody !== undefined;
  const isLimited = !path.startsWith("/health/");
  const needed = [takesInput && "400", security && "401", isLimited && "429", "500", "503"];
  for (const code of needed) if (code && !responses[code]) faults.push(`doesn't mention ${code}`);
  return faults;
}
