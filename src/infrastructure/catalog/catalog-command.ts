import type { Catalog } from "#application/catalog/catalog.ts";
import type { BadLine } from "#application/catalog/import-products.ts";
import { type CatalogCommandLine, help, parseCatalogCommandLine, UsageError } from "./catalog-command-line.ts";
import { formats } from "./product-file-formats.ts";
import { openProductFile, writeProductFile } from "./product-file.ts";
import { progressBar } from "./progress-bar.ts";

export interface CommandSurroundings {
  /** Connects; only asked when the command line is right. */
  readonly open: () => Promise<Catalog>;
  /** For the answer. */
  readonly out: (text: string) => void;
  /** For an export without a file: takes all of it, as fast as it can. */
  readonly send: (chunks: AsyncIterable<string>) => Promise<void>;
  /** For what happens meanwhile. */
  readonly err: (text: string) => void;
  /** Somebody watches `err`. */
  readonly watched: boolean;
}

/** Of a document. */
const mostBadLines = 1000;

/** Runs one command line. @returns the exit code, as its help says */
export async function runCatalogCommand(args: readonly string[], surroundings: CommandSurroundings): Promise<number> {
  const { out, err } = surroundings;
  const json = args.includes("--json");
  try {
    const line = parseCatalogCommandLine(args);
    if (line === "help") {
      out(json ? JSON.stringify({ ok: true, help }) : help);
      return 0;
    }
    return await (line.command === "import" ? runImport : runExport)(line, json, surroundings);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    if (json) out(JSON.stringify({ ok: false, error: { name, message } }, undefined, 2));
    else err(`${message}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

async function runImport(
  { file, format }: CatalogCommandLine,
  json: boolean,
  { open, out, err, watched }: CommandSurroundings,
): Promise<number> {
  await using opened = await openProductFile(file);
  const catalog = await open();
  const bar = progressBar(watched ? err : () => undefined, opened.size);
  const badLines: BadLine[] = [];
  const counts = await catalog.importProducts(formats[format].read(opened.chunks()), {
    progress: ({ products, refused }) => bar.show(opened.bytesRead, `${products} products, ${refused} refused`),
    badLine: ({ line, reason }) => {
      if (badLines.length < mostBadLines) badLines.push({ line, reason });
      if (json) return;
      bar.clear();
      err(`line ${line}: ${reason}\n`);
    },
  });
  bar.clear();
  const { products, added, changed, unchanged, refused } = counts;
  if (json) out(JSON.stringify({ ok: refused === 0, ...counts, badLines }, undefined, 2));
  else out(`${products} products: ${added} added, ${changed} changed, ${unchanged} unchanged, ${refused} refused.`);
  return refused === 0 ? 0 : 3;
}

async function runExport(
  { file, format }: CatalogCommandLine,
  json: boolean,
  { open, out, send }: CommandSurroundings,
): Promise<number> {
  const catalog = await open();
  let products = 0;
  await catalog.exportProducts(async (given) => {
    const chunks = formats[format].write(
      (async function* counted() {
        for await (const product of given) {
          products++;
          yield product;
        }
      })(),
    );
    await (file === "-" ? send(chunks) : writeProductFile(file, chunks));
  });
  if (json) out(JSON.stringify({ ok: true, products, file }, undefined, 2));
  else if (file !== "-") out(`${products} products written to ${file}.`);
  return 0;
}
