import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { cruise } from "dependency-cruiser";
import type { ICruiseOptions, ICruiseResult, IViolation } from "dependency-cruiser";
import { rules } from "./rules.ts";
import { teachUsingDeclarations } from "./using-declarations.ts";

export interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to?: string;
  readonly advice: string;
}

const folders = ["src", "sql", "migrations", "test", "tools", "bench"];
/** A package of its own, with its own dependencies, which needn't be installed. */
const peersOfTheBenchmark = "bench/peers/";
const placeInSource = /^src\/(main\.ts|infrastructure\/[^/]+\.ts|(domain|application|infrastructure)\/[^/]+\/.+)$/;

const options: ICruiseOptions = {
  validate: true,
  ruleSet: { forbidden: rules },
  // Its other parsers don't see `import type`.
  parser: "swc",
  tsPreCompilationDeps: true,
  doNotFollow: { path: "node_modules" },
  preserveSymlinks: true,
};
const resolution = { extensions: [], conditionNames: ["node", "import"], exportsFields: ["exports"] };

teachUsingDeclarations();

/**
 * Every forbidden import in the project at `root`, and every file that wasn't looked at.
 *
 * @throws Error when a file can't be parsed, with its name
 */
export async function checkBoundaries(root: string): Promise<{ files: number; violations: Violation[] }> {
  const files = folders.filter((folder) => existsSync(join(root, folder))).flatMap((folder) => sourcesIn(root, folder));
  const { output } = await cruise(files, { ...options, baseDir: root }, resolution);
  const { modules, summary } = output as ICruiseResult;
  const read = new Set(modules.map(({ source }) => source));
  return {
    files: files.length,
    violations: [
      ...(files.length === 0 ? [nothingRead(root)] : []),
      ...files.filter((file) => !read.has(file)).map(unread),
      ...files.filter((file) => file.startsWith("src/") && !placeInSource.test(file)).map(misplaced),
      ...summary.violations.map(forbidden),
    ],
  };
}

function sourcesIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => !entry.isDirectory() && /\.[cm]?[jt]sx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((file) => !file.startsWith(peersOfTheBenchmark))
    .toSorted();
}

function nothingRead(root: string): Violation {
  const advice = `No file was found in ${folders.join(", ")} under ${root}: run it in the project's folder.`;
  return { rule: "reads-something", from: ".", advice };
}

function unread(file: string): Violation {
  const advice = "This file wasn't read, so nothing is known of its imports. Move it or name it *.ts.";
  return { rule: "reads-every-file", from: file, advice };
}

function misplaced(file: string): Violation {
  const advice =
    "No rule looks here. Sources stand in src/<layer>/<context>/ or src/<layer>/shared/; src/infrastructure/*.ts and src/main.ts put them together.";
  return { rule: "every-file-has-its-place", from: file, advice };
}

function forbidden({ rule, from, to, cycle, via }: IViolation): Violation {
  const steps = (cycle ?? via ?? []).map(({ name }) => name);
  const advice = rules.find(({ name }) => name === rule.name)?.comment ?? "";
  return { rule: rule.name, from, to: steps.length > 0 ? steps.join(" → ") : to, advice };
}
