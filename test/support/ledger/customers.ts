import type { Answer, HttpClient } from "#test/support/http-client.ts";
import { test as base } from "#test/support/identity/people.ts";

export interface AccountView {
  readonly id: string;
  readonly currency: string;
  readonly balance: string;
}

export interface ReceiptView {
  readonly id: string;
  readonly amount: string;
  readonly balanceAfter: string;
}

/** The ledger of a running service, as its clients use it. */
class Bank {
  readonly #http: HttpClient;
  #keys = 0;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /** Opens an account with that much in it. */
  async open(token: string, balance: string | null = null, currency = "EUR"): Promise<AccountView> {
    const { body } = await this.#http.post<AccountView>("/v1/accounts", { currency }, { token });
    if (balance !== null) await this.move(token, `/v1/accounts/${body.id}/deposits`, { amount: balance });
    return body;
  }

  /** Posts what needs an idempotency key, with a new one unless it is given. */
  move<Body = ReceiptView>(
    token: string,
    path: string,
    body: unknown,
    key = `test ${++this.#keys}`.replace(" ", "-"),
  ): Promise<Answer<Body>> {
    return this.#http.post<Body>(path, body, { token, headers: { "idempotency-key": key } });
  }

  async balanceOf(token: string, id: string): Promise<string> {
    return (await this.#http.get<AccountView>(`/v1/accounts/${id}`, { token })).body.balance;
  }
}

/** `test` of `test/support/identity/people.ts`, with the fixture `bank`: accounts and moves by HTTP. */
export const test = base.extend("bank", ({ http }) => new Bank(http));
