import { lintDocument } from "./openapi/lint-document.ts";
import { openApiDocument } from "./openapi/open-api-document.ts";

const document = await openApiDocument();
const findings = await lintDocument(document);
for (const { rule, place, message } of findings) console.error(`${place}\n  ${rule}: ${message}\n`);
console.log(`${Object.keys(document.paths).length} paths of the OpenAPI document read, ${findings.length} faults.`);
if (findings.length > 0) process.exitCode = 1;
