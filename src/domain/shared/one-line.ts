/** Whether a text stands on one line and can be stored: no control character in it, and no half of a surrogate pair. */
export function isOneLine(text: string): boolean {
  return text.isWellFormed() && !/\p{Cc}/u.test(text);
}
