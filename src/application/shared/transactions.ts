/** Several aggregates of one context in one transaction. */
export interface Transactions {
  /**
   * Runs `work`; what the repositories called inside do is saved together, or not at all when it rejects. The whole may
   * run again after a conflict with another transaction: do nothing in it that can't be done twice, such as sending a mail.
   */
  run<T>(work: () => Promise<T>): Promise<T>;
}
