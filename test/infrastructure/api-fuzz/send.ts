import { Agent, request } from "node:http";
import type { WireRequest } from "./request.ts";

export interface ReceivedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** In milliseconds, after which an answer is missing. */
const patience = 20_000;

/** Sends requests as they are, also those that `fetch` refuses to. */
export class Sender {
  readonly #origin: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** @throws Error where no whole answer comes */
  send({ method, target, headers, body }: WireRequest): Promise<ReceivedAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<ReceivedAnswer>();
    const { hostname, port } = new URL(this.#origin);
    const length = body === undefined ? {} : { "content-length": String(body.byteLength) };
    const sent = request(
      { hostname, port, method, path: target, headers: { ...headers, ...length }, agent: this.#agent },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      },
    );
    sent.setTimeout(patience, () => sent.destroy(new Error(`No answer within ${patience} ms.`)));
    sent.on("error", reject);
    sent.end(body);
    return promise;
  }

  close(): void {
    this.#agent.destroy();
  }
}
