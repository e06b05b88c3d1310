import { readdir, readFile } from "node:fs/promises";
import { basename, join, sep } from "node:path";

/** A `.sql` file as its author wrote it. */
export interface SqlFile {
  /** Its folder, as in `identity`. */
  readonly context: string;
  /** As in `user` for `user.sql`. */
  readonly name: string;
  readonly path: string;
  /** With Unix line ends. */
  readonly source: string;
}

export interface SqlFolder {
  /** Every `<context>/<file>.sql`, sorted. */
  readonly files: readonly SqlFile[];
  /** The paths of `.sql` files that stand anywhere else, sorted. */
  readonly misplaced: readonly string[];
  /** The paths of all `.sql.ts` files, sorted. */
  readonly generated: readonly string[];
}

/** Reads the folder that holds one folder of `.sql` files per context. @throws Error when there is no such folder */
export async function readSqlFolder(directory: string): Promise<SqlFolder> {
  const paths = (await readdir(directory, { recursive: true })).toSorted();
  const sources = paths.filter((path) => path.endsWith(".sql"));
  const inContext = (path: string): boolean => path.split(sep).length === 2;
  return {
    files: await Promise.all(sources.filter(inContext).map((path) => readSqlFile(directory, path))),
    misplaced: sources.filter((path) => !inContext(path)).map((path) => join(directory, path)),
    generated: paths.filter((path) => path.endsWith(".sql.ts")).map((path) => join(directory, path)),
  };
}

/** @param relativePath `<context>/<file>.sql` */
export async function readSqlFile(directory: string, relativePath: string): Promise<SqlFile> {
  const [context = ""] = relativePath.split(sep);
  const path = join(directory, relativePath);
  const source = (await readFile(path, "utf8")).replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  return { context, name: basename(path, ".sql"), path, source };
}
