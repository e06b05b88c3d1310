import type { CompiledStatement } from "./compiled-statement.ts";
import { kinds } from "./header.ts";
import type { ImportedType } from "./overrides.ts";
import type { Problem } from "./problem.ts";
import type { SourceStatement } from "./statement-file.ts";

/** What the generated file imports or declares itself. */
const taken: ReadonlySet<string> = new Set([...kinds, "byOrder", "Decoded", "Date", "Promise", "Record", "Uint8Array"]);

/** Types of the headers that can't be imported into one file under their names. */
export function findImportProblems(statements: readonly SourceStatement[]): Problem[] {
  const lines = statements.flatMap(({ overrides }) => overrides);
  return lines.flatMap(({ imported, offset }) => {
    if (imported === undefined) return [];
    const { name, module } = imported;
    if (taken.has(name) || statements.some((statement) => statement.name === name)) {
      return [
        { offset, message: `The generated file has another ${name}.`, hint: "Export the type under another name." },
      ];
    }
    const twin = lines.find((line) => line.imported?.name === name && line.imported.module !== module)?.imported;
    if (twin === undefined) return [];
    return [{ offset, message: `This file takes ${name} from "${twin.module}" too.`, hint: "Give one another name." }];
  });
}

/** The import statements for the types of the headers, sorted. */
export function renderImports(statements: readonly CompiledStatement[]): string[] {
  const imported = statements.flatMap(({ parameters, columns, orders }) =>
    [...parameters, ...columns, ...[...(orders?.values() ?? [])].flatMap((order) => order.parameters)].flatMap(
      (field) => field.imported ?? [],
    ),
  );
  const byModule = Map.groupBy(imported, ({ module }) => module);
  return [...byModule]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([module, types]) => {
      const schemas = namesOf(types.filter(({ schema }) => schema));
      const others = namesOf(types.filter(({ schema }) => !schema)).filter((name) => !schemas.includes(name));
      return [
        ...(others.length > 0 ? [`import type { ${others.join(", ")} } from "${module}";`] : []),
        ...(schemas.length > 0 ? [`import { ${schemas.join(", ")} } from "${module}";`] : []),
      ];
    });
}

function namesOf(types: readonly ImportedType[]): string[] {
  return [...new Set(types.map(({ name }) => name))].toSorted();
}
