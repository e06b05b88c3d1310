import { isOneLine } from "#domain/shared/one-line.ts";
import { InvalidOutsideIdentity } from "./errors.ts";

/** An account of an outside identity provider, such as WorkOS: its name there is the subject. */
export interface OutsideIdentity {
  readonly provider: string;
  readonly subject: string;
}

/** @throws InvalidOutsideIdentity */
export function parseOutsideIdentity(provider: string, subject: string): OutsideIdentity {
  const valid = /^[a-z\d][a-z\d-]{0,49}$/.test(provider) && subject.length > 0 && subject.length <= 255;
  if (!valid || !isOneLine(subject)) throw new InvalidOutsideIdentity();
  return { provider, subject };
}
