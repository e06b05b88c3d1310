/** The command line isn't what was expected: nothing was done, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
