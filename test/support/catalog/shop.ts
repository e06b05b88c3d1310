import type { ProductFields } from "#domain/catalog/product-details.ts";
import type { Answer, HttpClient } from "#test/support/http-client.ts";
import { type RunningService, test as base } from "#test/support/service.ts";
import { aPerson, withoutLogIn } from "#test/support/token-bearers.ts";
import { fieldsOf } from "./product-files.ts";

export interface ProductBody {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly description: string | null;
  readonly price: string;
  readonly stockQuantity: number;
  readonly createdAt: string;
  readonly archivedAt: string | null;
}

export interface ProductPageBody {
  readonly items: readonly ProductBody[];
  readonly nextCursor: string | null;
}

/** Requests to the catalog of a running service: those of an administrator, where nothing else is said. */
export class Shop {
  readonly http: HttpClient;
  readonly logs: RunningService["logs"];
  readonly token = aPerson("admin").token;
  readonly memberToken = aPerson().token;

  constructor({ http, logs }: RunningService) {
    this.http = http;
    this.logs = logs;
  }

  async add(number: number, given: Partial<ProductFields> = {}): Promise<ProductBody> {
    const answer = await this.post("/v1/products", fieldsOf(number, given));
    if (answer.status !== 201) throw new Error(`The product should have been added: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  get<Body = ProductBody>(path: string): Promise<Answer<Body>> {
    return this.http.get<Body>(path, { token: this.token });
  }

  post<Body = ProductBody>(path: string, body: unknown): Promise<Answer<Body>> {
    return this.http.post<Body>(path, body, { token: this.token });
  }

  /** @param ifMatch undefined: none */
  send(method: string, path: string, body: unknown, ifMatch?: string): Promise<Answer<ProductBody>> {
    const headers = ifMatch === undefined ? {} : { "if-match": ifMatch };
    return this.http.send(method, path, body, { token: this.token, headers });
  }

  upload(mediaType: string, file: string | Uint8Array): Promise<Answer> {
    const headers = { "content-type": mediaType };
    return this.http.send("POST", "/v1/products/import", file, { token: this.token, headers });
  }
}

/** `test` with the fixture `shop`: a service of its own, and requests to it. */
export const test = base.extend(
  "shop",
  async ({ startService }) => new Shop(await startService({ customize: withoutLogIn })),
);
