import { describe, expect, test } from "vitest";
import { lintDocument } from "#tools/openapi/lint-document.ts";
import { openApiDocument } from "#tools/openapi/open-api-document.ts";
import { rules } from "#tools/openapi/rules.ts";

type Operation = ReturnType<typeof sound>["paths"]["/v1/chairs/{id}"]["get"];

/** A document without a fault. */
function sound() {
  const problem = {
    schema: { $ref: "#/components/schemas/Problem" },
    examples: { "chair-not-found": { value: { status: 404 } } } as Record<string, object> | undefined,
  };
  const operation = {
    operationId: "readChair" as string | undefined,
    summary: "Read a chair" as string | undefined,
    tags: ["chairs"],
    parameters: [
      {
        in: "path",
        name: "id",
        required: true,
        description: "Of the chair." as string | undefined,
        schema: { type: "string" },
      },
    ],
    responses: {
      "200": { description: "The chair." as string | undefined },
      "404": { description: "Not found", content: { "application/problem+json": problem } },
    } as Record<string, object>,
  };
  return {
    openapi: "3.1.0",
    info: { title: "Chairs", version: "1" },
    tags: [{ name: "chairs", description: "All that can be sat on." as string | undefined }],
    paths: { "/v1/chairs/{id}": { get: operation } } as Record<
      "/v1/chairs/{id}",
      { get: typeof operation; post?: object }
    >,
    components: {
      schemas: { Problem: { type: "object", properties: { status: { type: "integer" } } } } as Record<string, object>,
    },
  };
}

async function rulesBrokenBy(change: Breach): Promise<string[]> {
  const document = sound();
  change(document.paths["/v1/chairs/{id}"].get, document);
  return [...new Set((await lintDocument(document)).map(({ rule }) => rule))];
}

type Breach = (get: Operation, document: ReturnType<typeof sound>) => void;

const breaches: readonly [rule: string, breach: Breach][] = [
  ["struct", ({ responses }) => (responses["200"] = {})],
  ["no-unresolved-refs", ({ responses }) => (responses["500"] = { $ref: "#/components/responses/None" })],
  ["operation-summary", (get) => (get.summary = undefined)],
  ["rule/summary-is-a-phrase", (get) => (get.summary = "Read a chair.")],
  ["rule/summary-is-a-phrase", (get) => (get.summary = "read a chair")],
  ["operation-operationId", (get) => (get.operationId = undefined)],
  ["rule/operation-id-is-a-method-name", (get) => (get.operationId = "read-chair")],
  ["operation-operationId-unique", (get, { paths }) => (paths["/v1/chairs/{id}"].post = get)],
  ["operation-tag-defined", (get) => (get.tags = ["tables"])],
  ["operation-singular-tag", (get) => get.tags.push("chairs")],
  ["tag-description", (_, { tags }) => (tags[0] = { name: "chairs", description: undefined })],
  ["operation-2xx-response", ({ responses }) => delete responses["200"]],
  ["path-parameters-defined", (get) => (get.parameters = [])],
  ["parameter-description", ({ parameters: [id] }) => Object.assign(id ?? {}, { description: undefined })],
  ["operation-parameters-unique", ({ parameters }) => parameters.push(...parameters)],
  ["no-invalid-parameter-examples", ({ parameters: [id] }) => Object.assign(id ?? {}, { example: 5 })],
  [
    "no-invalid-media-type-examples",
    ({ responses }) => changeProblem(responses, { "chair-not-found": { value: { status: "404" } } }),
  ],
  ["no-invalid-media-type-examples", ({ responses }) => changeProblem(responses, { other: { value: { code: 1 } } })],
  ["rule/problem-has-examples", ({ responses }) => changeProblem(responses, undefined)],
  [
    "no-invalid-schema-examples",
    (_, { components: { schemas } }) => Object.assign(schemas["Problem"] ?? {}, { examples: [{ status: "none" }] }),
  ],
  ["no-unused-components", (_, { components }) => (components.schemas["Unused"] = { type: "object" })],
  [
    "no-schema-type-mismatch",
    (_, { components: { schemas } }) => (schemas["Problem"] = { type: "array", properties: { status: {} } }),
  ],
  [
    "no-enum-type-mismatch",
    ({ parameters: [id] }) => Object.assign(id ?? {}, { schema: { type: "string", enum: ["a", 1] } }),
  ],
  [
    "no-required-schema-properties-undefined",
    (_, { components: { schemas } }) => Object.assign(schemas["Problem"] ?? {}, { required: ["detail"] }),
  ],
];

describe("the linter of the OpenAPI document", () => {
  test("finds nothing in a sound one", async () => {
    expect(await rulesBrokenBy(() => undefined)).toEqual([]);
  });

  test.for(breaches)("finds what %s forbids", async ([rule, breach]) => {
    expect(await rulesBrokenBy(breach)).toContain(rule);
  });

  test("has no rule that is not broken here", () => {
    expect(new Set(breaches.map(([rule]) => rule))).toEqual(new Set(Object.keys(rules)));
  });

  test("refuses a document without an operation", async () => {
    await expect(lintDocument({ paths: {} })).rejects.toThrow("has no paths");
  });
});

test("the service's own document is without a fault", async () => {
  expect(await lintDocument(await openApiDocument())).toEqual([]);
});

function changeProblem(responses: Record<string, object>, examples: object | undefined): void {
  const { content } = responses["404"] as { content: Record<string, { examples: object | undefined }> };
  Object.assign(content["application/problem+json"] ?? {}, { examples });
}
