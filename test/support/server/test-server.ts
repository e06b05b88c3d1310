/** The PostgreSQL that a run of the tests uses. */
export interface TestServer {
  /** A database to connect to when others are created and dropped. Its role may create databases. */
  readonly url: string;
  readonly description: string;
  /** @param options.keep whether it holds databases of failed tests that somebody will look into */
  close(options: { readonly keep: boolean }): Promise<void>;
}
