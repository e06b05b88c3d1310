import type { RunOptions } from "#application/shared/transactions.ts";
import type { IdempotentRequest, Plain } from "./idempotent-answers.ts";
import type { Ports } from "./ports.ts";

/**
 * Does what a request asks for, once: key, work and answer are one transaction. Repeated, it gets the first answer again; two
 * at once, and one waits for the other. Only what was done is kept: a refusal has changed nothing, so asking again asks anew.
 *
 * @throws IdempotencyKeyReused when the key was used for another request; what `work` throws
 */
export function answerOnce<Answer extends Plain<Answer>>(
  { transactions, answers }: Pick<Ports, "transactions" | "answers">,
  request: IdempotentRequest,
  work: () => Promise<Answer>,
  options?: RunOptions,
): Promise<Answer> {
  return transactions.run(async () => {
    const before = await answers.findOrClaim(request);
    if (before !== undefined) return before as Answer;
    const answer = await work();
    await answers.keep(request, answer);
    return answer;
  }, options);
}
