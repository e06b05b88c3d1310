export interface RunOptions {
  /**
   * `serializable`: as if one transaction had run after the other, whatever they read. It costs more attempts, and all
   * whose changes matter to each other must ask for it. Default: `read committed`.
   */
  readonly isolation?: "read committed" | "serializable";
  /** How often the whole runs at most when it conflicts with another transaction. Default: 3. */
  readonly attempts?: number;
}

/** Several aggregates of one context in one transaction. */
export interface Transactions {
  /**
   * Runs `work`; what the repositories called inside do is saved together, or not at all when it rejects. The whole may
   * run again after a conflict with another transaction: do nothing in it that can't be done twice, such as sending a mail.
   */
  run<T>(work: () => Promise<T>, options?: RunOptions): Promise<T>;
}
