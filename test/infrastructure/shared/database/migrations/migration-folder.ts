import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A throw-away migrations folder; the paths are relative to it. */
export function migrationFolder(files: Readonly<Record<string, string>>): {
  readonly directory: string;
  write(path: string, text: string): void;
  remove(path?: string): void;
} {
  const directory = mkdtempSync(join(tmpdir(), "plinth-migrations-"));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  return { directory, write, remove: (path = "") => rmSync(join(directory, path), { recursive: true }) };
}
