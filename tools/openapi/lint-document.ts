import { BaseResolver, createConfig, lintDocument as lint, makeDocumentFromString } from "@redocly/openapi-core";
import { rules } from "./rules.ts";

export interface Finding {
  readonly rule: string;
  /** A JSON pointer into the document. */
  readonly place: string;
  readonly message: string;
}

/** What is wrong with an OpenAPI document. @throws Error for one without an operation, of which nothing can be said */
export async function lintDocument(document: { readonly paths?: object }): Promise<Finding[]> {
  if (Object.keys(document.paths ?? {}).length === 0)
    throw new Error("The OpenAPI document has no paths, but a service has some: nothing was looked at.");
  const problems = await lint({
    document: makeDocumentFromString(JSON.stringify(document), "openapi.json"),
    config: await createConfig({ rules }),
    externalRefResolver: new BaseResolver(),
  });
  return problems.map(({ ruleId, message, location: [where] }) => ({
    rule: ruleId,
    place: where?.pointer ?? "",
    message,
  }));
}
