import type { Ports } from "./ports.ts";

/** Forgets the answers that were given before that time: from then on the same key would do its work again. @returns how many */
export const forgetAnswers =
  ({ answers }: Pick<Ports, "answers">) =>
  (before: Date): Promise<number> =>
    answers.forget(before);
