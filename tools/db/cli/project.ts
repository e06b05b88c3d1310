import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UsageError } from "./usage-error.ts";

/** The migrations that a command works with. */
export interface Project {
  readonly directory: string;
  /** The contexts, in the order in which they are migrated. */
  readonly order: readonly string[];
}

/** Reads the migrations' folder and its order.ts. @throws UsageError when it isn't such a folder */
export async function readProject(directory: string): Promise<Project> {
  const file = join(resolve(directory), "order.ts");
  if (!existsSync(file)) {
    throw new UsageError(`Expected the folder of the migrations, with order.ts in it, but there is no ${file}.`);
  }
  const { contexts } = (await import(pathToFileURL(file).href)) as { readonly contexts?: unknown };
  if (!Array.isArray(contexts) || !contexts.every((name) => typeof name === "string")) {
    throw new UsageError(`${file} must export \`contexts\`, the list of the contexts' names in order.`);
  }
  return { directory: resolve(directory), order: contexts };
}

/** @throws UsageError unless the project has this context */
export function requireContext({ order }: Project, context: string): void {
  if (order.includes(context)) return;
  throw new UsageError(
    `There is no context "${context}" in order.ts: expected ${order.length > 0 ? `one of ${order.join(", ")}` : "any"}.`,
  );
}
