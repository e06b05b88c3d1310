/** What `work` rejects with, or a string when it doesn't. Watches it at once, so that it can be awaited later. */
export function thrownBy(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => "It did not reject.",
    (error: unknown) => error,
  );
}
