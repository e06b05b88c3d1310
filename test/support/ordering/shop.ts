import { type Person, test as base } from "#test/support/identity/people.ts";
import type { Answer, HttpClient } from "#test/support/http-client.ts";
import { chair, lamp, table } from "./order-builder.ts";

export interface Order {
  readonly id: string;
  readonly orderNumber: string;
  readonly customerId: string;
  readonly status: string;
  readonly items: readonly { readonly productId: string; readonly quantity: number; readonly subtotal: string }[];
  readonly totalAmount: string;
}

/** Where people order from a running service: a chair for 12.50, a table for 99.90 and a lamp for 0.10. */
class Shop {
  readonly admin: Person;
  readonly #http: HttpClient;

  private constructor(http: HttpClient, admin: Person) {
    this.#http = http;
    this.admin = admin;
  }

  static async open(http: HttpClient, admin: Person): Promise<Shop> {
    const shop = new Shop(http, admin);
    for (const [id, name, price] of [
      [chair, "Chair", "12.50"],
      [table, "Table", "99.90"],
      [lamp, "Lamp", "0.1"],
    ]) {
      const { status, body } = await shop.put(id!, { name, price });
      if (status !== 204) throw new Error(`${name} should have been put, but got ${status} ${JSON.stringify(body)}`);
    }
    return shop;
  }

  put(id: string, product: object): Promise<Answer> {
    return this.#http.put(`/v1/ordering/products/${id}`, { available: true, ...product }, { token: this.admin.token });
  }

  /** An order of two chairs and a table. */
  async place({ token }: Person): Promise<Order> {
    const items = [
      { productId: chair, quantity: 2 },
      { productId: table, quantity: 1 },
    ];
    const { status, body } = await this.#http.post<Order>("/v1/orders", { items }, { token });
    if (status !== 201) throw new Error(`It should have been ordered, but got ${status} ${JSON.stringify(body)}`);
    return body;
  }

  /** Takes a step as the administrator. */
  step(order: Order, step: "confirm" | "ship" | "deliver" | "cancel", ifMatch?: string): Promise<Answer<Order>> {
    const headers = ifMatch === undefined ? {} : { "if-match": ifMatch };
    return this.#http.post(`/v1/orders/${order.id}/${step}`, undefined, { token: this.admin.token, headers });
  }
}

/** `test` of `test/support/identity/people.ts`, with the fixture `shop`. */
export const test = base.extend("shop", async ({ http, people }) => Shop.open(http, await people.admin()));
