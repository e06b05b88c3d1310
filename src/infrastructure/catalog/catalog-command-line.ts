import { parseArgs } from "node:util";
import { type FormatName, formatNames } from "./product-file-formats.ts";

export const help = `Imports and exports products.

  npm run catalog -- import <file> [options]
  npm run catalog -- export [<file>] [options]

  <file>               - for standard input or output; an export goes there when none is given
  --format csv|ndjson  what is in it; by default the file's name tells, and standard output gets CSV
  --json               one JSON document on stdout; of an import, with the first 1,000 bad lines
  --help               this text

A CSV begins with a line that names its columns: sku,name,description,price,stockQuantity
An NDJSON has an object with these fields in each line; the price is a text, as in "12.50", no description is null.
An import sets the stock, too: what was sold since the file was exported would come back.

An import brings products whose SKU is known to what the file says, and adds the others. Bad lines are told with their
numbers, and the good ones kept. It is stored in batches: an import that was interrupted is completed by running it again.

An export has all products that are sold, of one moment, as an import takes them. A file is there when it is whole: until
then what stood there stays. npm itself writes two lines to standard output, unless it is called as npm -s run catalog.

Exit codes: 0 done, 1 failed, 2 wrong command line, 3 imported, but some lines were refused.`;

export interface CatalogCommandLine {
  readonly command: "import" | "export";
  /** `-` for standard input or output. */
  readonly file: string;
  readonly format: FormatName;
}

export class UsageError extends Error {}

/** @throws UsageError */
export function parseCatalogCommandLine(args: readonly string[]): CatalogCommandLine | "help" {
  const { values, positionals } = parseOptions(args);
  if (values.help === true) return "help";
  const [command, ...files] = positionals;
  if (command !== "import" && command !== "export")
    throw new UsageError(`Expected the command import or export, but "${command ?? ""}" came.\n\n${help}`);
  const file = files[0] ?? (command === "export" ? "-" : undefined);
  if (file === undefined || files.length > 1)
    throw new UsageError(`Expected one file after ${command}, but ${files.length} came. See --help.`);
  if (command === "export" && file === "-" && values.json === true)
    throw new UsageError(
      "Expected a file with --json, because standard output can't have the products and the answer.",
    );
  return {
    command,
    file,
    format: formatOf(file, values.format ?? (command === "export" && file === "-" ? "csv" : undefined)),
  };
}

function formatOf(file: string, given: string | undefined): FormatName {
  const name = given ?? (/\.(?:nd)?jsonl?$/i.test(file) ? "ndjson" : /\.csv$/i.test(file) ? "csv" : undefined);
  const format = formatNames.find((known) => known === name);
  if (format !== undefined) return format;
  const came = name === undefined ? `the name ${file} doesn't tell` : `${name} came`;
  throw new UsageError(`Expected --format ${formatNames.join(" or ")}, but ${came}.`);
}

function parseOptions(args: readonly string[]) {
  const options = { format: { type: "string" }, json: { type: "boolean" }, help: { type: "boolean" } } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${(error as Error).message} See --help.`);
  }
}
