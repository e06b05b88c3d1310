import type { Call } from "./command.ts";
import type { TargetDatabase } from "./target-database.ts";
import { UsageError } from "./usage-error.ts";

/** Whoever was asked said no: nothing was done. */
class Declined extends Error {
  override readonly name = "Declined";
}

/**
 * Asks whether to go on, unless `--yes` was given.
 *
 * @param deed what is about to happen, as in "This undoes shop/0002_items on shop (localhost:5432)."
 * @throws UsageError where nobody can be asked; Declined
 */
export async function confirm(call: Call, deed: string): Promise<void> {
  if (!(await mustAsk(call, deed))) return;
  const answer = await call.terminal.ask(`${deed} Go on? [y/N] `);
  if (!/^y(es)?$/i.test(answer)) throw new Declined("Nothing was done.");
}

/** The same, but the answer is the name of the database. */
export async function confirmByName(call: Call, target: TargetDatabase, deed: string): Promise<void> {
  if (!(await mustAsk(call, deed))) return;
  const answer = await call.terminal.ask(`${deed} Type the name of the database to go on: `);
  if (answer === target.name) return;
  throw new Declined(`Nothing was done: expected "${target.name}", but "${answer}" came.`);
}

async function mustAsk({ command, flag, terminal }: Call, deed: string): Promise<boolean> {
  if (flag("yes")) return false;
  if (terminal.interactive) return true;
  throw new UsageError(`${deed} There is no terminal to ask on: give \`${command.name}\` --yes if that is wanted.`);
}

/** The option that lets a command go on where the database looks like production; it needs `--yes` beside it. */
export const productionOption = {
  "i-know-this-is-production": {
    type: "boolean",
    summary: "with --yes: go on although the database looks like production",
  },
} as const;

/** @throws Error when the database looks like production and the call doesn't say, or can't, that it may be */
export function refuseProduction({ command, flag }: Call, { address, productionSigns }: TargetDatabase): void {
  if (productionSigns.length === 0 || (flag("yes") && flag("i-know-this-is-production"))) return;
  const knowsAWay = "i-know-this-is-production" in (command.options ?? {});
  const way = knowsAWay ? " If it is the right one: --yes --i-know-this-is-production." : "";
  const signs = productionSigns.join("; ");
  throw new Error(`${command.name} is refused: ${address} looks like production (${signs}). Nothing was done.${way}`);
}
