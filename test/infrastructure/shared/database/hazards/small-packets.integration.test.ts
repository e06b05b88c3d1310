import net from "node:net";
import { describe, expect, onTestFinished, vi } from "vitest";
import { run } from "#test/support/ad-hoc-statement.ts";
import { test } from "./bare-driver.ts";

/** For each socket that connects from now on: whether it sends small packets at once (TCP_NODELAY). */
const watchSockets = () => {
  const sockets = new Set<net.Socket>();
  const { connect } = net.Socket.prototype;
  const spy = vi.spyOn(net.Socket.prototype, "connect").mockImplementation(function (this: net.Socket, ...args) {
    sockets.add(this);
    return connect.apply(this, args as never);
  });
  onTestFinished(() => spy.mockRestore());
  return () =>
    [...sockets].map((socket) => {
      const symbol = Object.getOwnPropertySymbols(socket).find(({ description }) => description === "kSetNoDelay");
      return Boolean(symbol && (socket as unknown as Record<symbol, unknown>)[symbol]);
    });
};

describe("small packets", () => {
  test("are held back by the bare driver", async ({ bare }) => {
    const atOnce = watchSockets();
    await bare()`SELECT 1`;
    expect(atOnce()).toEqual([false]);
  });

  test("are sent at once by a DataSource", async ({ connect }) => {
    const atOnce = watchSockets();
    await connect().withConnection((connection) => run(connection, "SELECT 1"));
    expect(atOnce()).toEqual([true]);
  });
});
