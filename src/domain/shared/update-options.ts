/** What `update` of a repository may be told besides the change. */
export interface UpdateOptions {
  /** The version that the caller saw: where another one is stored, nothing changes and a `ConcurrencyConflict` is thrown. */
  readonly expectedVersion?: number | undefined;
}
