import "reflect-metadata";
import { container as tsyringe, type DependencyContainer, instanceCachingFactory } from "tsyringe";

/** Names something that the container makes, and its type. */
export interface Token<T> {
  readonly name: string;
  readonly symbol: symbol;
  /** Never there: it ties `T` to the token. */
  readonly type?: T;
}

export function token<T>(name: string): Token<T> {
  return { name, symbol: Symbol(name) };
}

/** Wires the service: what is needed is registered under a token, and made once, when it is first asked for. */
export class Container {
  readonly #tsyringe: DependencyContainer = tsyringe.createChildContainer();
  readonly #making: Token<unknown>[] = [];
  readonly #made = new Set<symbol>();

  /** @throws Error when the token is registered already */
  register<T>(wanted: Token<T>, make: (container: Container) => T): this {
    if (this.#tsyringe.isRegistered(wanted.symbol)) {
      throw new Error(`${wanted.name} is registered twice: remove one, or use replace() in a test.`);
    }
    return this.#put(wanted, make);
  }

  /**
   * Puts something else in the place of what is registered.
   *
   * @throws Error when nothing is registered under the token, or when it was asked for already
   */
  replace<T>(wanted: Token<T>, make: (container: Container) => T): this {
    if (!this.#tsyringe.isRegistered(wanted.symbol)) throw notRegistered(wanted);
    if (this.#made.has(wanted.symbol)) {
      throw new Error(`${wanted.name} is in use already: replace it before it is first asked for.`);
    }
    return this.#put(wanted, make);
  }

  /** @throws Error when nothing is registered under the token, or when making it needs itself */
  resolve<T>(wanted: Token<T>): T {
    if (!this.#tsyringe.isRegistered(wanted.symbol)) throw notRegistered(wanted);
    if (this.#making.includes(wanted)) {
      throw new Error(`These need each other: ${[...this.#making, wanted].map(({ name }) => name).join(" → ")}.`);
    }
    this.#making.push(wanted);
    try {
      const made = this.#tsyringe.resolve<T>(wanted.symbol);
      this.#made.add(wanted.symbol);
      return made;
    } finally {
      this.#making.pop();
    }
  }

  #put<T>(wanted: Token<T>, make: (container: Container) => T): this {
    this.#tsyringe.register<T>(wanted.symbol, { useFactory: instanceCachingFactory(() => make(this)) });
    return this;
  }
}

function notRegistered({ name }: Token<unknown>): Error {
  return new Error(`Nothing is registered as ${name}: register it in the module.ts of its context.`);
}
