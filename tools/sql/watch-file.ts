import { readFile, rm, writeFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { compileFile } from "./compile-file.ts";
import type { Describer } from "./describer.ts";
import { describeMisplaced, describeProblem } from "./problem.ts";
import { readSqlFile } from "./sql-files.ts";

/** Brings the generated file of one `.sql` file up to date, or prints its faults and leaves it as it was. */
export async function recompile(
  directory: string,
  relativePath: string,
  describer: Describer,
  print: (line: string) => void,
): Promise<void> {
  const start = performance.now();
  const path = join(directory, relativePath);
  const generated = `${path}.ts`;
  if (relativePath.split(sep).length !== 2) return print(describeMisplaced(path));
  const file = await readSqlFile(directory, relativePath).catch(unlessMissing);
  if (file === undefined) {
    await rm(generated, { force: true });
    return print(`removed ${generated}`);
  }
  const { compiled, problems = [] } = await compileFile(file, describer);
  const time = (): string => `${Math.round(performance.now() - start)} ms`;
  if (compiled === undefined) {
    const faults = problems.map((problem) => describeProblem(path, file.source, problem)).join("\n\n");
    return print(`${faults}\n\n${generated} stays as it was. (${time()})`);
  }
  const present = await readFile(generated, "utf8").catch(unlessMissing);
  if (present === compiled) return print(`${generated} is up to date. (${time()})`);
  await writeFile(generated, compiled);
  print(`wrote ${generated} (${time()})`);
}

function unlessMissing(error: unknown): undefined {
  if ((error as { readonly code?: string }).code === "ENOENT") return undefined;
  throw error;
}
