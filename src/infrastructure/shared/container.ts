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
  readonly #making: string[] = [];

  /** @throws Error when the token is registered already */
  register<T>(wanted: Token<T>, make: (container: Container) => T): this {
    if (this.#tsyringe.isRegistered(wanted.symbol)) {
      throw new Error(`${wanted.name} is registered twice: remove one, or use replace() in a test.`);
    }
    return this.#put(wanted, make);
  }

  /** Puts something else in the place of what is registered, before it is first asked for. */
  replace<T>(wanted: Token<T>, make: (container: Container) => T): this {
    if (!this.#tsyringe.isRegistered(wanted.symbol)) throw notRegistered(wanted);
    return this.#put(wanted, make);
  }

  /** @throws Error when nothing is registered under the token, or when making it needs itself */
  resolve<T>(wanted: Token<T>): T {
    if (!this.#tsyringe.isRegistered(wanted.symbol)) throw notRegistered(wanted);
    if (this.#making.includes(wanted.name)) {
      throw new Error(`These need each other: ${[...this.#making, wanted.name].join(" → ")}.`);
    }
    this.#making.push(wanted.name);
    try {
      return this.#tsyringe.resolve<T>(wanted.symbol);
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
