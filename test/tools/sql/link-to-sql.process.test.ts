import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startLanguageServer } from "./language-server.ts";

const root = join(import.meta.dirname, "../../..");

/** Every name that an adapter imports from a generated file, and where it is called first. */
function calls(): { path: string; text: string; name: string; sql: string; line: number; character: number }[] {
  return readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => {
      const path = join(root, "src", file);
      const text = readFileSync(path, "utf8");
      return [...text.matchAll(/import \{([^}]*)\} from "#(sql\/[^"]+)\.ts"/g)].flatMap(([, names = "", sql = ""]) =>
        names.split(",").flatMap((part) => {
          const name = part.trim();
          const place = name === "" ? -1 : text.search(new RegExp(String.raw`\b${name}\(`));
          if (place === -1) return [];
          const before = text.slice(0, place).split("\n");
          return [{ path, text, name, sql, line: before.length - 1, character: before.at(-1)?.length ?? 0 }];
        }),
      );
    });
}

test("hovering over a call shows a link that leads from there to the SQL", async () => {
  const server = await startLanguageServer(root);
  onTestFinished(() => server.stop());
  const found = calls();
  expect(found.map(({ name }) => name)).toContain("findUser");
  for (const { path, text, name, sql, line, character } of found) {
    const shown = await server.hover(path, text, line, character);
    const [, link = ""] = /\*@see\* — \[.*\]\((.*)\)/.exec(shown) ?? [];
    const target = resolve(dirname(path), link);
    expect.soft({ name, target }).toEqual({ name, target: join(root, sql) });
    expect.soft(existsSync(target), target).toBe(true);
  }
});
