import type { RawUniversalConfig } from "@redocly/openapi-core";

/** What the OpenAPI document must be, beside valid: `npm run openapi:lint`. Clients and their methods are made of it. */
export const rules = {
  struct: "error",
  "no-unresolved-refs": "error",
  "no-invalid-media-type-examples": { severity: "error", allowAdditionalProperties: false },
  "no-invalid-parameter-examples": "error",
  "no-invalid-schema-examples": "error",
  "no-schema-type-mismatch": "error",
  "no-enum-type-mismatch": "error",
  "no-required-schema-properties-undefined": "error",
  "path-parameters-defined": "error",
  "parameter-description": "error",
  "operation-parameters-unique": "error",
  "operation-2xx-response": "error",
  "operation-summary": "error",
  "operation-operationId": "error",
  "operation-operationId-unique": "error",
  "operation-singular-tag": "error",
  "operation-tag-defined": "error",
  "tag-description": "error",
  "no-unused-components": "error",
  "rule/operation-id-is-a-method-name": {
    subject: { type: "Operation", property: "operationId" },
    assertions: { pattern: "/^[a-z][a-zA-Z]+$/" },
    message: "operationId must be the name of a method, such as placeOrder.",
  },
  "rule/summary-is-a-phrase": {
    subject: { type: "Operation", property: "summary" },
    assertions: { pattern: "/^[A-Z].*[^.]$/" },
    message: "A summary must begin with a capital and end without a full stop.",
  },
  "rule/problem-has-examples": {
    subject: { type: "MediaType", property: "examples" },
    where: [{ subject: { type: "Response", matchParentKeys: "/^[45]/" }, assertions: { required: ["content"] } }],
    assertions: { defined: true },
    message: "A problem must have an example: name its error in the route's `problems`.",
  },
} satisfies RawUniversalConfig["rules"];
