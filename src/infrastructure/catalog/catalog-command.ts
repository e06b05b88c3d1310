import { parseArgs } from "node:util";
import type { Catalog } from "#application/catalog/catalog.ts";
import type { BadLine } from "#application/catalog/import-products.ts";
import { type FormatName, formatNames, formats } from "./product-file-formats.ts";
import { openProductFile } from "./product-file.ts";
import { progressBar } from "./progress-bar.ts";

export interface CommandSurroundings {
  /** Connects; only asked when the command line is right. */
  readonly open: () => Promise<Catalog>;
  /** For the answer. */
  readonly out: (text: string) => void;
  /** For what happens meanwhile. */
  readonly err: (text: string) => void;
  /** Somebody watches `err`. */
  readonly watched: boolean;
}

const help = `Imports products: those whose SKU is known are brought to what the file says, others are added.

  npm run catalog -- import <file> [options]

  <file>               - for standard input
  --format csv|ndjson  what is in it; by default the file's name tells
  --json               one JSON document on stdout, with the first 1,000 bad lines
  --help               this text

A CSV begins with a line that names its columns: sku,name,description,price,stockQuantity
An NDJSON has an object with these fields in each line; the price is a text, as in "12.50", no description is null.
Bad lines are told with their numbers, and the good ones kept. It is stored in batches: an import that was interrupted is
completed by running it again.

Exit codes: 0 done, 1 failed, 2 wrong command line, 3 done, but some lines were refused.`;

/** Of a document. */
const mostBadLines = 1000;

class UsageError extends Error {}

/** Runs one command line. @returns the exit code, as its help says */
export async function runCatalogCommand(args: readonly string[], surroundings: CommandSurroundings): Promise<number> {
  const { out, err } = surroundings;
  const json = args.includes("--json");
  try {
    const command = parse(args);
    if (command === "help") {
      out(json ? JSON.stringify({ ok: true, help }) : help);
      return 0;
    }
    return await runImport(command, json, surroundings);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    if (json) out(JSON.stringify({ ok: false, error: { name, message } }, undefined, 2));
    else err(`${message}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

interface ImportCommand {
  readonly file: string;
  readonly format: FormatName;
}

async function runImport(
  { file, format }: ImportCommand,
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

/** @throws UsageError */
function parse(args: readonly string[]): ImportCommand | "help" {
  const { values, positionals } = parseOptions(args);
  if (values.help === true) return "help";
  const [command, file, ...more] = positionals;
  if (command !== "import")
    throw new UsageError(`Expected the command import, but "${command ?? ""}" came.\n\n${help}`);
  if (file === undefined || more.length > 0) {
    throw new UsageError(`Expected one file after import, but ${positionals.length - 1} came. See --help.`);
  }
  const name = values.format ?? (/\.(?:nd)?jsonl?$/i.test(file) ? "ndjson" : /\.csv$/i.test(file) ? "csv" : undefined);
  const format = formatNames.find((known) => known === name);
  if (format === undefined) {
    throw new UsageError(
      `Expected --format ${formatNames.join(" or ")}, but ${name === undefined ? `the name ${file} doesn't tell` : `${name} came`}.`,
    );
  }
  return { file, format };
}

function parseOptions(args: readonly string[]) {
  const options = { format: { type: "string" }, json: { type: "boolean" }, help: { type: "boolean" } } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${(error as Error).message} See --help.`);
  }
}
