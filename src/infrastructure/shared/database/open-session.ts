import { setTimeout as pause } from "node:timers/promises";
import type { ConnectionSettings, ServerSettings } from "./connection-settings.ts";
import { type DatabaseError, DatabaseUnavailable } from "./errors.ts";
import { PostgresSession } from "./postgres-session.ts";

/** Milliseconds between two rounds over the hosts, while a replica is promoted. */
const betweenRounds = 250;
/** The SQLSTATEs of a wrong password, an unknown role or database: asking again doesn't help. */
const refusesForGood = /^(28|3D)/;

/**
 * Makes what opens sessions on the first server that lets us in and is what the settings ask for. Of several hosts the
 * one that did so last is tried first, then the others in their order, each for its share of `connectTimeout`; round
 * after round until that is over: work that comes while a replica is promoted waits, and then succeeds.
 *
 * @returns a function that @throws DatabaseUnavailable with what each server said
 */
export function sessionOpener({ servers, target, connectTimeout }: ConnectionSettings) {
  const [only] = servers;
  let inOrder = servers;

  return async (onClose: (session: PostgresSession) => void, signal: AbortSignal): Promise<PostgresSession> => {
    if (servers.length === 1 && only !== undefined) return openAs(target, only, onClose, signal);
    const deadline = performance.now() + connectTimeout;
    const share = connectTimeout / servers.length;
    const refusals = new Map<ServerSettings, DatabaseError>();
    for (;;) {
      for (const server of inOrder) {
        const left = Math.min(share, deadline - performance.now());
        // What it said before tells more than that it had no time to answer.
        if (refusals.has(server) && left < Math.min(share, betweenRounds)) continue;
        try {
          const session = await openAs(target, { ...server, connectTimeout: Math.ceil(left) }, onClose, signal);
          inOrder = [server, ...servers.filter((other) => other !== server)];
          return session;
        } catch (error) {
          refusals.set(server, error as DatabaseError);
        }
      }
      const said = [...refusals.values()];
      const hopeless = said.every(({ sqlState }) => refusesForGood.test(sqlState ?? ""));
      if (hopeless || signal.aborted || performance.now() + betweenRounds >= deadline) {
        const wanted = target === "any" ? "to be reached" : `a ${target} to be reached`;
        const reasons = said.map(({ message }) => message).join(" ");
        throw new DatabaseUnavailable(`No host in the database URL is ${wanted}: ${reasons}`, {
          cause: new AggregateError(said),
        });
      }
      await pause(betweenRounds);
    }
  };
}

async function openAs(
  target: ConnectionSettings["target"],
  server: ServerSettings,
  onClose: (session: PostgresSession) => void,
  signal: AbortSignal,
): Promise<PostgresSession> {
  const session = await PostgresSession.open(server, onClose, signal);
  const found = session.standby ? "standby" : "primary";
  if (target === "any" || target === found) return session;
  void session.close();
  throw new DatabaseUnavailable(`PostgreSQL at ${server.address} is a ${found}, but a ${target} was asked for.`);
}
