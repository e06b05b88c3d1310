import type { UserRole } from "#domain/identity/user.ts";
import { parseId } from "#domain/shared/id.ts";
import { identity } from "#infrastructure/identity/module.ts";
import type { Container } from "#infrastructure/shared/container.ts";
import { HttpClient } from "#test/support/http-client.ts";
import { test as base } from "#test/support/service.ts";

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

/** Who somebody new is; what isn't given is made up. */
export interface NewPerson {
  readonly email?: string;
  readonly name?: string;
}

/** Users of a running service. */
class People {
  readonly #http: HttpClient;
  readonly #container: Container;
  #count = 0;

  constructor({ http, container }: { readonly http: HttpClient; readonly container: Container }) {
    this.#http = http;
    this.#container = container;
  }

  /** Somebody new, registered and logged in. */
  async member(given: NewPerson = {}): Promise<Person> {
    const user = await this.#register(given);
    return this.#loggedIn(user);
  }

  /** Somebody new who is an administrator, registered and logged in. */
  async admin(given: NewPerson = {}): Promise<Person> {
    const user = await this.#register(given);
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

  async #register(given: NewPerson) {
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

/** Sends the requests of one person. */
class UserClient extends HttpClient {
  readonly user: Person;

  constructor(url: string, user: Person) {
    super(url, user.token);
    this.user = user;
  }
}

/** Sends requests of nobody, and makes clients that send those of somebody. */
class ServiceClient extends HttpClient {
  readonly #people: People;

  constructor(url: string, people: People) {
    super(url);
    this.#people = people;
  }

  /** The client of somebody new, registered and logged in: `const ada = await http.asUser({ name: "Ada" })`. */
  async asUser({ role = "member", ...given }: NewPerson & { readonly role?: UserRole } = {}): Promise<UserClient> {
    const user = role === "admin" ? await this.#people.admin(given) : await this.#people.member(given);
    return new UserClient(this.url, user);
  }
}

/**
 * `test` of `test/support/service.ts`, with users of the service.
 *
 * - `people`: registers them and logs them in
 * - `http`: can act as one: `const ada = await http.asUser(); await ada.get("/v1/me")`
 */
export const test = base
  .extend("people", ({ service }) => new People(service))
  .extend("http", ({ service, people }) => new ServiceClient(service.http.url, people));
