import { parseId } from "#domain/shared/id.ts";
import { identity } from "#infrastructure/identity/module.ts";
import type { Container } from "#infrastructure/shared/container.ts";
import type { Answer, HttpClient } from "#test/support/http-client.ts";
import type { World } from "./check.ts";
import {
  accountCount,
  initialStock,
  notForSale,
  type Operation,
  orderedProducts,
  stockedProducts,
} from "./operations.ts";

const opening = 100;

/** People, accounts and products, made by HTTP, and the operations as they go to them. */
export interface OpenedWorld extends World {
  send(operation: Operation): Promise<Answer<{ id?: string; type?: string }>>;
}

/** Opens it in a service that is not disturbed yet. @throws Error when something is refused */
export async function openWorld(http: HttpClient, container: Container): Promise<OpenedWorld> {
  const [admin, ...people] = await Promise.all(["admin", "ada", "grace", "edsger"].map((name) => register(http, name)));
  const users = container.resolve(identity.users);
  await users.update(parseId(admin!.id), (user) => user.changeRole("admin"));
  const adminToken = await logIn(http, "admin");
  const tokens = await Promise.all(people.map(({ name }) => logIn(http, name)));
  const tokenOf = (place: number) => tokens[place % tokens.length] ?? "";

  const accounts: string[] = [];
  for (let place = 0; place < accountCount; place++) {
    const token = tokenOf(place);
    const account = await made(http.post("/v1/accounts", { currency: "EUR" }, { token }));
    const headers = { "idempotency-key": `opening-${place}` };
    await made(http.post(`/v1/accounts/${account}/deposits`, { amount: `${opening}` }, { token, headers }));
    accounts.push(account);
  }
  const stocked: string[] = [];
  for (let place = 0; place < stockedProducts; place++) {
    const product = { sku: `LOAD-${place}`, name: `Load ${place}`, price: "1.00", stockQuantity: initialStock };
    stocked.push(await made(http.post("/v1/products", product, { token: adminToken })));
  }
  const ordered = Array.from({ length: orderedProducts }, (_, place) => `10ad000${place}-0000-7000-8000-000000000000`);
  for (const [place, id] of ordered.entries()) {
    const product = { name: `Load ${place}`, price: "0.01", available: place !== notForSale };
    const { status } = await http.put(`/v1/ordering/products/${id}`, product, { token: adminToken });
    if (status !== 204) throw new Error(`The product should have been put, but got ${status}.`);
  }

  return {
    stocked,
    ordered,
    balance: (accountCount * opening).toFixed(2),
    send(operation) {
      if (operation.kind === "transfer") {
        const { key, from, to, amount } = operation;
        const body = { fromAccountId: accounts[from], toAccountId: accounts[to], amount };
        return http.post("/v1/transfers", body, { token: tokenOf(from), headers: { "idempotency-key": key } });
      }
      if (operation.kind === "order") {
        const items = operation.items.map(({ product, quantity }) => ({ productId: ordered[product], quantity }));
        return http.post("/v1/orders", { items }, { token: tokenOf(operation.number) });
      }
      const { product, step, quantity } = operation;
      return http.post(`/v1/products/${stocked[product]}/${step}`, { quantity }, { token: adminToken });
    },
  };
}

const password = "correct horse battery";

async function register(http: HttpClient, name: string): Promise<{ readonly id: string; readonly name: string }> {
  return { name, id: await made(http.post("/v1/users", { email: `${name}@example.com`, name, password })) };
}

async function logIn(http: HttpClient, name: string): Promise<string> {
  const { body } = await http.post<{ accessToken: string }>("/v1/sessions", { email: `${name}@example.com`, password });
  return body.accessToken;
}

async function made(answering: Promise<Answer>): Promise<string> {
  const { status, body } = await answering;
  if (status === 201) return (body as { id: string }).id;
  throw new Error(`It should have been made, but got ${status} ${JSON.stringify(body)}`);
}
