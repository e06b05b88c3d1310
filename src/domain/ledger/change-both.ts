import { applyChange } from "#domain/shared/change.ts";
import type { Account } from "./account.ts";

/** A change of two accounts together. What holds for `Change` holds for it: synchronous, and nothing but the change. */
export type ChangeBoth = (first: Account, second: Account) => void | { readonly then?: never };

/**
 * Applies a change to two accounts just restored.
 *
 * @returns those that have changed, which are to be saved
 * @throws what `applyChange` does
 */
export function applyChangeToBoth(first: Account, second: Account, change: ChangeBoth): readonly Account[] {
  const changed: Account[] = [];
  const changeFirst = () => {
    if (applyChange(first, () => change(first, second))) changed.push(first);
  };
  if (applyChange(second, changeFirst)) changed.push(second);
  return changed;
}
