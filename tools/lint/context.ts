/** The part of a linter's context that our rules use. */
export interface Context {
  readonly filename: string;
  report(problem: { node: unknown; message: string }): void;
}
