import { parseId } from "#domain/shared/id.ts";
import { identity } from "#infrastructure/identity/module.ts";
import type { Container } from "#infrastructure/shared/container.ts";
import { HttpClient } from "#test/support/http-client.ts";
import type { SettableClock } from "#test/support/settable-clock.ts";

/** Somebody who asks. */
export interface Person {
  readonly role: "member" | "admin";
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly token: string;
  readonly refreshToken: string;
}

export interface People {
  /** Somebody new, logged in. */
  register(role: Person["role"]): Promise<Person>;
  /** An access token that was good until a moment ago. Everybody else's is expired too: ask for it first. */
  expiredToken(): Promise<string>;
}

interface FuzzedService {
  readonly url: string;
  readonly container: Container;
  readonly clock: SettableClock;
}

/** Registers people by HTTP and logs them in. */
export class RegisteredPeople implements People {
  readonly #http: HttpClient;
  readonly #service: FuzzedService;
  #count = 0;

  constructor(service: FuzzedService) {
    this.#http = new HttpClient(service.url);
    this.#service = service;
  }

  async register(role: Person["role"]): Promise<Person> {
    const email = `fuzz-${++this.#count}@example.com`;
    const password = "correct horse battery";
    const { id } = await this.#made<{ id: string }>("/v1/users", { email, name: "Fuzz", password });
    const users = this.#service.container.resolve(identity.users);
    await users.update(parseId(id), (user) => user.changeRole(role));
    const { accessToken: token, refreshToken } = await this.#made<Tokens>("/v1/sessions", { email, password });
    return { role, id, email, password, token, refreshToken };
  }

  async expiredToken(): Promise<string> {
    const { token } = await this.register("admin");
    this.#service.clock.forward({ days: 1 });
    return token;
  }

  async #made<Body>(path: string, sent: unknown): Promise<Body> {
    const { status, body } = await this.#http.post<Body>(path, sent);
    if (status === 201) return body;
    throw new Error(`Expected 201 of POST ${path} with ${JSON.stringify(sent)}, got ${status} ${JSON.stringify(body)}`);
  }
}

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}
