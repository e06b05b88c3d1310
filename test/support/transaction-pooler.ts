import { randomBytes } from "node:crypto";
import { once } from "node:events";
import net, { type AddressInfo } from "node:net";

/**
 * A stand-in for PgBouncer in transaction mode, as strict as that one: a server's session is lent for one transaction,
 * each time another one where there are several, and a parameter at the start that it doesn't know is refused.
 */
export interface TransactionPooler {
  /** `url` with the pooler's host and port. */
  url(url: string): string;
  /** From now on transactions go to the server of `url`, while the clients stay connected. */
  switchTo(url: string): void;
  close(): Promise<void>;
}

const cancelCode = 80_877_102;
const known = ["user", "database", "client_encoding", "datestyle", "timezone", "standard_conforming_strings"];
const accepted = new Set([...known, "application_name"]);

/** @param size of the servers' sessions that take turns */
export async function startTransactionPooler(url: string, size = 3): Promise<TransactionPooler> {
  let target = new URL(url);
  let free: Session[] = [];
  let open = 0;
  const waiting: ((session: Session) => void)[] = [];
  const clients = new Set<net.Socket>();
  const lent = new Map<string, Session>();

  /** A session of the server, lent to `client` as long as its transaction runs. */
  class Session {
    readonly target = target;
    readonly socket = net.connect({ host: target.hostname, port: Number(target.port), noDelay: true });
    readonly ready: Promise<void>;
    client: net.Socket | undefined;
    #key: Buffer = Buffer.alloc(8);
    /** Answers to come until the server is ready for the next. */
    expected = 1;

    constructor(startup: Buffer) {
      open++;
      this.socket.write(startup);
      const { promise, resolve } = Promise.withResolvers<void>();
      this.ready = promise;
      let loggedIn = false;
      readMessages(this.socket, (type, bytes) => {
        const isReady = type === "Z";
        if (type === "K") this.#key = bytes.subarray(5);
        if (loggedIn) this.client?.write(bytes);
        if (!isReady) return;
        loggedIn = true;
        resolve();
        if (--this.expected === 0 && bytes.at(5) === "I".charCodeAt(0) && this.client !== undefined) this.release();
      });
      this.socket
        .on("error", () => undefined)
        .on("close", () => {
          open--;
          this.client?.destroy();
        });
    }

    cancel(): void {
      net.connect({ host: this.target.hostname, port: Number(this.target.port) }).end(cancelRequest(this.#key));
    }

    release(): void {
      const { client } = this;
      this.client = undefined;
      client?.emit("released");
      if (this.target !== target) return void this.socket.destroy();
      const next = waiting.shift();
      if (next === undefined) free.push(this);
      else next(this);
    }
  }

  const take = async (startup: Buffer): Promise<Session> => {
    const session = free.shift() ?? (open < size ? new Session(startup) : undefined);
    if (session === undefined) return new Promise<Session>((resolve) => waiting.push(resolve));
    await session.ready;
    return session;
  };

  const server = net.createServer({ noDelay: true }, (client) => {
    clients.add(client);
    const key = randomBytes(8);
    let session: Session | undefined;
    let startup: Buffer | undefined;
    // One after the other: a message must not overtake the one for which a session is still being made.
    let turn = Promise.resolve();
    const forward = async (type: string, bytes: Buffer) => {
      if (type === "X") return void client.end();
      if (session === undefined) {
        session = await take(startup ?? Buffer.alloc(0));
        session.client = client;
        lent.set(key.toString("hex"), session);
      }
      if ("QS".includes(type)) session.expected++;
      session.socket.write(bytes);
    };
    client.on("released", () => {
      session = undefined;
      lent.delete(key.toString("hex"));
    });
    client.once("data", (first: Buffer) => {
      if (first.readUInt32BE(4) === cancelCode) return lent.get(first.toString("hex", 8))?.cancel();
      startup = first;
      const refused = parametersOf(first).find((name) => !accepted.has(name.toLowerCase()));
      if (refused !== undefined) return void client.end(errorResponse(`unsupported startup parameter: ${refused}`));
      readMessages(client, (type, bytes) => {
        turn = turn.then(() => forward(type, bytes));
      });
      client.write(welcome(key));
    });
    client
      .on("error", () => undefined)
      .on("close", () => {
        clients.delete(client);
        lent.delete(key.toString("hex"));
        session?.socket.destroy();
      });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  const leave = () => {
    for (const session of free) session.socket.destroy();
    free = [];
  };
  return {
    url(through) {
      const other = new URL(through);
      other.hostname = "127.0.0.1";
      other.port = String((server.address() as AddressInfo).port);
      other.searchParams.set("pgbouncer", "true");
      return other.href;
    },
    switchTo(other) {
      target = new URL(other);
      leave();
    },
    async close() {
      for (const client of clients) client.destroy();
      leave();
      server.close();
      await once(server, "close");
    },
  };
}

/** Cuts what comes into messages: a letter, four bytes of length that count themselves, the rest. */
function readMessages(socket: net.Socket, take: (type: string, bytes: Buffer) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 5 && rest.length > rest.readUInt32BE(1)) {
      const end = 1 + rest.readUInt32BE(1);
      take(String.fromCharCode(rest[0] ?? 0), rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  });
}

function parametersOf(startup: Buffer): string[] {
  return startup
    .toString("utf8", 8)
    .split("\0")
    .filter((text, index) => index % 2 === 0 && text !== "");
}

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.from(`${type}0000`);
  head.writeUInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}

/** Logged in without a password; the key to cancel with; ready. */
function welcome(key: Buffer): Buffer {
  return Buffer.concat([message("R", Buffer.alloc(4)), message("K", key), message("Z", Buffer.from("I"))]);
}

function cancelRequest(key: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(16, 0);
  head.writeUInt32BE(cancelCode, 4);
  return Buffer.concat([head, key]);
}

function errorResponse(text: string): Buffer {
  return message("E", Buffer.from(`SFATAL\0VFATAL\0C08P01\0M${text}\0\0`));
}
