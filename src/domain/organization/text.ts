import { isOneLine } from "#domain/shared/one-line.ts";
import { InvalidNumber, InvalidSlug, InvalidText } from "./errors.ts";

/** A name as people write it, without the spaces around it. @param what its name in the error @throws InvalidText */
export function parseName(text: string, what = "name"): string {
  const name = text.trim();
  if (name.length < 1 || name.length > 200 || !isOneLine(name)) {
    throw new InvalidText(
      `The ${what} must have 1 to 200 characters besides spaces around it, none of them a control character.`,
    );
  }
  return name;
}

/** A text of several lines, without the spaces around it. @throws InvalidText */
export function parseDescription(text: string): string {
  const description = text.trim();
  const writable = description.isWellFormed() && !description.includes("\0");
  if (description.length < 1 || description.length > 2000 || !writable) {
    throw new InvalidText("A description must have 1 to 2000 characters; null is no description.");
  }
  return description;
}

/** What stands for an organization in addresses. @throws InvalidSlug */
export function parseSlug(text: string): string {
  if (text.length < 2 || text.length > 50 || !/^[a-z\d]+(?:-[a-z\d]+)*$/.test(text)) throw new InvalidSlug();
  return text;
}

/** @param what its name in the error @throws InvalidNumber unless it is a whole number from 1 to `most` */
export function parseCount(what: string, count: number, most: number): number {
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw new InvalidNumber(`The ${what} must be a whole number from 1 to ${most}, but is ${count}.`);
}
