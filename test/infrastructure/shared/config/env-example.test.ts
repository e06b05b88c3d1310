import { fileURLToPath } from "node:url";
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { variableSchemas } from "#infrastructure/shared/config/variables.ts";

const path = fileURLToPath(new URL("../../../../.env.example", import.meta.url));

/** `.env.example` as the schema of the variables says it must be. */
function example(): string {
  const entries = Object.entries(variableSchemas).map(([name, schema]) => {
    const required = schema.requiredInProduction === true ? " Required in production." : "";
    const values = schema.enum === undefined ? "" : ` One of ${schema.enum.join(", ")}.`;
    // Quoted where a shell would take it apart
    const preset = String(schema.default ?? "");
    return `# ${schema.description}${values}${required}\n#${name}=${preset.includes(" ") ? `"${preset}"` : preset}\n`;
  });
  return `# Copy to .env, which npm start reads. What is commented out shows the default.\n\n${entries.join("\n")}`;
}

test(".env.example names every variable with its description and default (npm run test:unit -- -u rewrites it)", async () => {
  expect(existsSync(path)).toBe(true);
  await expect(example()).toMatchFileSnapshot(path);
});
