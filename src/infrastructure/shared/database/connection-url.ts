/** The parts of a connection string, decoded. */
export interface ConnectionUrl {
  /** At least one. A host that begins with / is the directory of a Unix socket. */
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const form =
  /^postgres(?:ql)?:\/\/(?:(?<login>[^/?#]*)@)?(?<hosts>[^@/?#]*)(?:\/(?<database>[^/?#]*))?(?:\?(?<query>[^#]*))?$/;
const hostAndPort = /^(?<host>\[[^[\]]+\]|[^:[\]]+)(?::(?<port>\d{1,5}))?$/;

/**
 * Takes `postgres://user:password@host:port,host:port/database?name=value&...` apart, which `URL` can't do for several hosts.
 *
 * @throws TypeError that never repeats the text: a password may be in it
 */
export function parseConnectionUrl(text: string): ConnectionUrl {
  const parts = form.exec(text)?.groups;
  const decodes = /^(?:[^%]|%[0-9a-f]{2})*$/i.test(text);
  if (parts === undefined || !decodes) throw malformed();
  const [login = "", ...password] = (parts["login"] ?? "").split(":");
  const parameters = new Map(new URLSearchParams(parts["query"]));
  const user = decode(login) || "postgres";
  return {
    hosts: (parameters.get("host") ?? (parts["hosts"] || "localhost")).split(",").map(readHost),
    user,
    password: decode(password.join(":")),
    database: decode(parts["database"] ?? "") || user,
    parameters,
  };
}

function readHost(text: string): { host: string; port: number } {
  const { host, port = "5432" } = hostAndPort.exec(text)?.groups ?? {};
  if (host === undefined || Number(port) === 0 || Number(port) > 65_535) throw malformed();
  return { host: decode(host).replace(/^\[|\]$/g, ""), port: Number(port) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw malformed();
  }
}

function malformed(): TypeError {
  return new TypeError(
    "The database URL must look like postgres://user:password@host:port/database, other signs as %XX; " +
      "several hosts as host:port,host:port.",
  );
}
