import type { Command } from "./cli/command.ts";
import { create } from "./commands/create.ts";
import { docs } from "./commands/docs.ts";
import { down, redo } from "./commands/down.ts";
import { drop } from "./commands/drop.ts";
import { dump } from "./commands/dump.ts";
import { force } from "./commands/force.ts";
import { goTo } from "./commands/goto.ts";
import { grant } from "./commands/grant.ts";
import { lint } from "./commands/lint.ts";
import { reset } from "./commands/reset.ts";
import { seed } from "./commands/seed.ts";
import { status, version } from "./commands/status.ts";
import { trace } from "./commands/trace.ts";
import { dryRun, up } from "./commands/up.ts";
import { validate } from "./commands/validate.ts";

/** All that `npm run db --` can do, in the order of its help. */
export const commands: readonly Command[] = [
  ...[status, version],
  ...[create, validate, lint, trace],
  ...[up, dryRun, down, goTo, redo, force, grant],
  ...[seed, reset, drop],
  ...[dump, docs],
];
