import { readFileSync } from "node:fs";
import { join } from "node:path";

export const projectDirectory = join(import.meta.dirname, "../../../..");

/** The text of docs/migrations.md. */
export const page = readFileSync(join(projectDirectory, "docs/migrations.md"), "utf8");

export interface Recipe {
  readonly title: string;
  /** The up files, in order: name without `.up.sql`, and text. */
  readonly ups: readonly (readonly [name: string, sql: string])[];
  /** Down files by the same name. */
  readonly downs: ReadonlyMap<string, string>;
  /** Statements of sql/. */
  readonly queries: readonly string[];
}

/** The recipes of the page: each `sql` block is a file, named in its first line, or a query. */
export function readRecipes(): Recipe[] {
  const section = /^## Recipes$(.*?)^## /ms.exec(page)?.[1] ?? "";
  return section
    .split(/^### /m)
    .slice(1)
    .map((part) => {
      const blocks = [...part.matchAll(/^```sql\n(.*?)^```$/gms)].map((match) => match[1] ?? "");
      const files = (suffix: "up" | "down") =>
        blocks.flatMap((block) => {
          const name = new RegExp(String.raw`^-- (\d{4}_\w+)\.${suffix}\.sql\n`).exec(block)?.[1];
          return name === undefined ? [] : [[name, block.slice(block.indexOf("\n") + 1)] as const];
        });
      const recipe = {
        ups: files("up"),
        downs: new Map(files("down")),
        queries: blocks.filter((b) => b.startsWith("-- name:")),
      };
      if (recipe.ups.length + recipe.downs.size + recipe.queries.length !== blocks.length) {
        throw new Error(`A block of "${part.split("\n")[0]}" has no first line "-- NNNN_name.up.sql" or "-- name: …".`);
      }
      return { title: part.split("\n")[0] ?? "", ...recipe };
    });
}
