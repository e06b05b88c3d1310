import { seed as runSeed } from "#infrastructure/shared/database/migrations/seed.ts";
import type { Call, Command, Outcome } from "../cli/command.ts";
import { productionOption, refuseProduction } from "../cli/confirm.ts";
import { requireContext } from "../cli/project.ts";

export const seed: Command = {
  name: "seed",
  usage: "[context…]",
  arity: [0, 100],
  summary: "run migrations/<context>/seed.sql, where there is one",
  details:
    "Each file in one transaction, in the order of the contexts. What is there already stays: a seed says ON CONFLICT DO\n" +
    "NOTHING. Seeds have known passwords, so where the database looks like production it refuses (see drop --help).",
  options: { yes: { type: "boolean", summary: "needed with the next one" }, ...productionOption },
  run: (call) => runSeeds(call, call.arguments),
};

/** Runs the seeds of these contexts, or of all. */
export async function runSeeds(call: Call, wanted: readonly string[]): Promise<Outcome> {
  const whole = await call.project();
  for (const context of wanted) requireContext(whole, context);
  const target = await call.target();
  refuseProduction(call, target);
  const order = whole.order.filter((context) => wanted.length === 0 || wanted.includes(context));
  const seeded = await runSeed({ url: target.url, directory: whole.directory, order });
  return { ok: true, text: seededText(seeded, wanted), json: { seeded } };
}

function seededText(seeded: readonly string[], wanted: readonly string[]): string {
  if (seeded.length > 0) return `seeded ${seeded.join(", ")}`;
  return wanted.length > 0 ? `There is no seed.sql in ${wanted.join(", ")}.` : "No context has a seed.sql.";
}
