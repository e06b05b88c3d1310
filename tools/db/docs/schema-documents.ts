import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Catalog } from "#infrastructure/shared/database/migrations/catalog-snapshot.ts";
import { schemaDocument } from "./schema-document.ts";

export interface DocumentChange {
  /** The file's name in the directory of the documents. */
  readonly file: string;
  readonly reason: "is missing" | "is stale" | "has no context any more";
  /** What the file shall hold; undefined: it is to be removed. */
  readonly text: string | undefined;
}

/** What has to change in `directory` so that it documents the catalog: one file per schema, and no others. */
export async function findDocumentChanges(directory: string, catalog: Catalog): Promise<DocumentChange[]> {
  const present = new Set((await readdir(directory).catch(emptyIfMissing)).filter((name) => name.endsWith(".md")));
  const wanted = new Map(catalog.map((schema) => [`${schema.name}.md`, schemaDocument(schema)]));
  const changes: DocumentChange[] = [];
  for (const [file, text] of wanted) {
    if (!present.has(file)) changes.push({ file, reason: "is missing", text });
    else if ((await readText(join(directory, file))) !== text) changes.push({ file, reason: "is stale", text });
  }
  const gone = [...present].filter((file) => !wanted.has(file)).toSorted();
  return [...changes, ...gone.map((file) => ({ file, reason: "has no context any more", text: undefined }) as const)];
}

/** Makes the changes. */
export async function writeDocumentChanges(directory: string, changes: readonly DocumentChange[]): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const { file, text } of changes) {
    await (text === undefined ? rm(join(directory, file)) : writeFile(join(directory, file), text));
  }
}

/** A checkout on Windows may have other ends of lines. */
async function readText(path: string): Promise<string> {
  return (await readFile(path, "utf8")).replaceAll("\r\n", "\n");
}

function emptyIfMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code !== "ENOENT") throw error;
  return [];
}
