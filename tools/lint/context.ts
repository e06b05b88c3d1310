/** The part of a linter's context that our rules use. */
export interface Context {
  report(problem: { node: unknown; message: string }): void;
}
