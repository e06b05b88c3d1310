import { once } from "node:events";
import { type MigrateOptions, migrate } from "#infrastructure/shared/database/migrations/migrations.ts";

/** An instance of the service, for `starters.ts`: each time it is told to, it migrates, and tells how far it is. */
process.send?.({ ready: true });
process.on("disconnect", () => process.exit());
for (;;) {
  const [options] = (await once(process, "message")) as [MigrateOptions];
  const onProgress = (line: string) => void process.send?.({ line });
  const answer = await migrate({ ...options, onProgress }).then(
    (applied) => ({ applied }),
    (error: unknown) => ({ error: String(error) }),
  );
  process.send?.(answer);
}
