/**
 * The failures of statements that their work may never look at, as when it has left at the first one. Nobody's rejection
 * would end the process, though the failure is reported: by the end of a transaction, or by the work's own error.
 */
export class UnseenFailures {
  #overlooks: (() => unknown)[] | undefined;
  #reported: boolean;

  constructor({ reported }: { readonly reported: boolean }) {
    this.#reported = reported;
  }

  /** @param overlook listens to the rejection */
  add(overlook: () => unknown): void {
    if (this.#reported) overlook();
    else (this.#overlooks ??= []).push(overlook);
  }

  /** Those that come from now on are reported. */
  reportedFromNow(): void {
    this.#reported = true;
  }

  /** Those before, too. */
  allReported(): void {
    this.#reported = true;
    for (const overlook of this.#overlooks ?? []) overlook();
  }
}
