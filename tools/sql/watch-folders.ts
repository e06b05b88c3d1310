import { readdirSync, watch } from "node:fs";
import type { FSWatcher } from "node:fs";
import { join } from "node:path";

/**
 * Watches the files in a folder and in the folders directly below it, also in those that are made later. Node's own
 * `recursive` loses a file on Linux when an editor saves by renaming.
 *
 * @param onChange gets a path relative to the folder
 * @returns ends the watch
 */
export function watchFolders(directory: string, onChange: (path: string) => void): () => void {
  const watchers = new Map<string, FSWatcher>();

  const watchBelow = (): void => {
    const folders = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const { name } of folders) {
      if (watchers.has(name)) continue;
      const watcher = watch(join(directory, name), (_, file) => onChange(join(name, file ?? "")));
      watchers.set(name, watcher);
      // A folder that is removed ends its watch.
      watcher.on("error", () => forget(name));
      // What was written before the watch began.
      for (const file of readdirSync(join(directory, name))) onChange(join(name, file));
    }
    for (const name of watchers.keys()) {
      if (name !== "" && !folders.some((folder) => folder.name === name)) forget(name);
    }
  };
  const forget = (name: string): void => {
    watchers.get(name)?.close();
    watchers.delete(name);
  };

  const root = watch(directory, (_, path) => {
    watchBelow();
    onChange(path ?? "");
  });
  watchers.set("", root);
  watchBelow();
  return () => {
    for (const watcher of watchers.values()) watcher.close();
  };
}
