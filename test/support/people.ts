import { parseId } from "#domain/shared/id.ts";
import { identity } from "#infrastructure/identity/module.ts";
import type { Container } from "#infrastructure/shared/container.ts";
import type { HttpClient } from "./http-client.ts";

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly password: string;
  /** The access token. */
  readonly token: string;
  readonly refreshToken: string;
}

export interface Tokens {
  readonly accessToken: string;
  readonly tokenType: string;
  readonly expiresIn: number;
  readonly refreshToken: string;
}

/** Users of a running service. */
export class People {
  readonly #http: HttpClient;
  readonly #container: Container;
  #count = 0;

  constructor({ http, container }: { readonly http: HttpClient; readonly container: Container }) {
    this.#http = http;
    this.#container = container;
  }

  /** Somebody new, registered and logged in. */
  async member(given: { readonly email?: string; readonly name?: string } = {}): Promise<Person> {
    const user = await this.#register(given);
    return this.#loggedIn(user);
  }

  /** Somebody new who is an administrator, registered and logged in. */
  async admin(): Promise<Person> {
    const user = await this.#register({});
    const users = this.#container.resolve(identity.users);
    await users.update(parseId(user.id), (stored) => stored.changeRole("admin"));
    return this.#loggedIn(user);
  }

  /** Another session of the same person. */
  async logIn({ email, password }: Pick<Person, "email" | "password">): Promise<Tokens> {
    const { status, body } = await this.#http.post<Tokens>("/v1/sessions", { email, password });
    if (status !== 201)
      throw new Error(`${email} should have been logged in, but got ${status} ${JSON.stringify(body)}`);
    return body;
  }

  async #register(given: { readonly email?: string; readonly name?: string }) {
    const number = ++this.#count;
    const person = {
      email: `person-${number}@example.com`,
      name: `Person ${number}`,
      password: "correct horse battery",
      ...given,
    };
    const { status, body } = await this.#http.post<{ id: string }>("/v1/users", person);
    if (status !== 201)
      throw new Error(`${person.email} should have been registered, but got ${status} ${JSON.stringify(body)}`);
    return { ...person, id: body.id };
  }

  async #loggedIn(user: Omit<Person, "token" | "refreshToken">): Promise<Person> {
    const { accessToken, refreshToken } = await this.logIn(user);
    return { ...user, token: accessToken, refreshToken };
  }
}
