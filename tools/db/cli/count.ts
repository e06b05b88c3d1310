import { UsageError } from "./usage-error.ts";

/** How many migrations, or undefined where no number came. @throws UsageError unless it is a whole number from 1 */
export function readCount(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const count = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (count < 1) throw new UsageError(`Expected a whole number of at least 1, but ${text} came.`);
  return count;
}

/** `context/NNNN`, also where the whole name or the path of one of its files came. @throws UsageError */
export function readVersion(text: string | undefined): string {
  const [, context, number] =
    /(?:^|\/)([a-z][a-z0-9_]*)\/(\d{1,4})(?:_[a-z0-9_]+(?:\.(?:up|down)\.sql)?)?$/.exec(text ?? "") ?? [];
  if (context !== undefined && number !== undefined) return `${context}/${number.padStart(4, "0")}`;
  throw new UsageError(`Expected a version such as identity/0001, but "${text}" came.`);
}
