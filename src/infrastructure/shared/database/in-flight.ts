/** Counts what runs, for those who wait until nothing does. */
export class InFlight {
  #running = 0;
  #quiet: PromiseWithResolvers<void> | undefined;

  begun(): void {
    this.#running++;
  }

  ended(): void {
    if (--this.#running > 0) return;
    this.#quiet?.resolve();
    this.#quiet = undefined;
  }

  get none(): boolean {
    return this.#running === 0;
  }

  /** Resolves when nothing runs, at once when nothing does. */
  async over(): Promise<void> {
    if (!this.none) await (this.#quiet ??= Promise.withResolvers<void>()).promise;
  }
}
