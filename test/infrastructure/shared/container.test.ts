import { describe, expect, test } from "vitest";
import { Container, token } from "#infrastructure/shared/container.ts";

const engine = token<{ readonly name: string }>("engine");
const car = token<{ readonly engine: { readonly name: string } }>("car");

test("makes what is registered when it is first asked for, once", () => {
  let made = 0;
  const container = new Container()
    .register(car, (c) => ({ engine: c.resolve(engine) }))
    .register(engine, () => ({ name: `engine ${++made}` }));
  expect(made).toBe(0);
  expect(container.resolve(car).engine).toBe(container.resolve(engine));
  expect(container.resolve(car)).toBe(container.resolve(car));
  expect(made).toBe(1);
});

test("containers know nothing of each other, nor do tokens of the same name", () => {
  const another = token<{ readonly name: string }>("engine");
  const container = new Container().register(engine, () => ({ name: "V8" })).register(another, () => ({ name: "V6" }));
  expect(container.resolve(engine)).toEqual({ name: "V8" });
  expect(container.resolve(another)).toEqual({ name: "V6" });
  expect(() => new Container().resolve(engine)).toThrow("Nothing is registered as engine");
});

describe("refuses", () => {
  test("what is registered twice", () => {
    const container = new Container().register(engine, () => ({ name: "V8" }));
    expect(() => container.register(engine, () => ({ name: "V6" }))).toThrow(
      "engine is registered twice: remove one, or use replace() in a test.",
    );
    expect(container.resolve(engine)).toEqual({ name: "V8" });
  });

  test("what nobody registered, naming what is missing", () => {
    const container = new Container().register(car, (c) => ({ engine: c.resolve(engine) }));
    expect(() => container.resolve(car)).toThrow(
      "Nothing is registered as engine: register it in the module.ts of its context.",
    );
  });

  test("what needs itself, naming the circle", () => {
    const wheel = token<unknown>("wheel");
    const container = new Container()
      .register(car, (c) => ({ engine: c.resolve(engine) }))
      .register(engine, (c) => ({ name: String(c.resolve(wheel)) }))
      .register(wheel, (c) => c.resolve(engine));
    expect(() => container.resolve(car)).toThrow("These need each other: car → engine → wheel → engine.");
  });

  test("to take a circle for one that isn't: two of the same name", () => {
    const another = token<string>("engine");
    const container = new Container()
      .register(engine, (c) => ({ name: c.resolve(another) }))
      .register(another, () => "V8");
    expect(container.resolve(engine)).toEqual({ name: "V8" });
  });
});

test("tells what the maker threw, and can make it later", () => {
  let broken = true;
  const container = new Container().register(engine, () => {
    if (broken) throw new Error("no fuel");
    return { name: "V8" };
  });
  expect(() => container.resolve(engine)).toThrow("no fuel");
  broken = false;
  expect(container.resolve(engine)).toEqual({ name: "V8" });
});

describe("replacing", () => {
  test("puts another one in its place, for all who need it", () => {
    const container = new Container()
      .register(car, (c) => ({ engine: c.resolve(engine) }))
      .register(engine, () => ({ name: "V8" }))
      .replace(engine, () => ({ name: "electric" }));
    expect(container.resolve(car)).toEqual({ engine: { name: "electric" } });
  });

  test("is refused for what nobody registered: it would replace nothing", () => {
    expect(() => new Container().replace(engine, () => ({ name: "V8" }))).toThrow("Nothing is registered as engine");
  });

  test("is refused for what was made already: some would keep the old one", () => {
    const container = new Container().register(engine, () => ({ name: "V8" }));
    container.resolve(engine);
    expect(() => container.replace(engine, () => ({ name: "electric" }))).toThrow(
      "engine is in use already: replace it before it is first asked for.",
    );
  });
});
