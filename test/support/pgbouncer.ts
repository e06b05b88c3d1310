import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "./eventually.ts";
import { freePort } from "./free-port.ts";

/** PgBouncer doesn't run as root; nobody's is the account that no file belongs to. */
const account = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/**
 * Starts the PgBouncer that the environment variable `PGBOUNCER` names, in transaction mode with three sessions of the
 * server that take turns: to run the tests of `transaction-pooler.ts` on the real thing.
 *
 * @param url of a server that trusts us
 */
export async function startPgbouncer(program: string, url: string) {
  const target = new URL(url);
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), "plinth-pgbouncer-"));
  const file = (name: string, text: string) => {
    writeFileSync(join(directory, name), text);
    return join(directory, name);
  };
  const users = file("users.txt", `"${target.username}" ""\n`);
  const configuration = file(
    "pgbouncer.ini",
    `[databases]
* = host=${target.hostname} port=${target.port || 5432}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${users}
pool_mode = transaction
default_pool_size = 3
server_round_robin = 1
`,
  );
  chmodSync(directory, 0o755);
  if (account.uid !== undefined) chownSync(directory, account.uid, account.gid);
  const child = spawn(program, ["--quiet", configuration], { ...account, stdio: ["ignore", "ignore", "inherit"] });
  const ended = once(child, "exit");
  await eventually(async () => {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    socket.destroy();
  });
  return {
    url(through: string): string {
      const other = new URL(through);
      other.hostname = "127.0.0.1";
      other.port = String(port);
      other.searchParams.set("pgbouncer", "true");
      return other.href;
    },
    async close(): Promise<void> {
      child.kill("SIGKILL");
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
