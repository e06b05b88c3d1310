const sender = Symbol("sender");

interface SentAnswer extends Promise<unknown> {
  [sender]?: object;
}

/** Notes on a promise who has sent the statement that it answers. A WeakSet of them costs garbage collection more. */
export function markSent<Result>(answer: Promise<Result>, by: object): Promise<Result> {
  (answer as SentAnswer)[sender] = by;
  return answer;
}

export function wasSentBy(answer: Promise<unknown>, by: object): boolean {
  return (answer as SentAnswer)[sender] === by;
}
