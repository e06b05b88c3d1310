import { readFile } from "node:fs/promises";

/**
 * What is wrong when a generated file was made with another major version of PostgreSQL, whose answers may differ;
 * undefined when all were made with this one. A file that doesn't say is out of date anyway, and no matter here.
 *
 * @param paths the generated files
 */
export async function describeOtherMajor(paths: readonly string[], major: number): Promise<string | undefined> {
  for (const path of paths) {
    const [, made] = /^\/\/ Generated from .* with PostgreSQL (\d+):/.exec(await readFile(path, "utf8")) ?? [];
    if (made === undefined || Number(made) === major) continue;
    return (
      `${path} was made with PostgreSQL ${made}, but this database is of PostgreSQL ${major}. Use one of PostgreSQL ` +
      `${made}; or, to move to ${major} with all statements, delete the generated files and run \`npm run sql\`.`
    );
  }
  return undefined;
}
