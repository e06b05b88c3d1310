import type { Operation } from "./document.ts";
import type { Person } from "./people.ts";

/** What is asked, before it becomes text: as the schemas speak of it. */
export interface Draft {
  readonly operation: Operation;
  readonly by: Person | undefined;
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: { readonly mediaType: string; readonly value: unknown } | undefined;
}

/**
 * What must come of it: `allowed` by the schemas, so not refused as invalid; any `documented` answer; a `refusal` of what
 * the schemas forbid; a documented one or any problem, where it may have become `another` operation's; one of these statuses.
 */
export type Expectation = "allowed" | "documented" | "refusal" | "another" | readonly number[];

/** A request of an operation, as it was or spoilt. */
export interface Attempt {
  readonly wire: WireRequest;
  /** What was done to it. */
  readonly mutation: string;
  readonly expected: Expectation;
}

/** What goes over the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

export function toWire(draft: Draft): WireRequest {
  const { operation, by, path, query, headers, body } = draft;
  return {
    method: operation.method,
    target: targetOf(operation.path, path, Object.entries(query)),
    headers: {
      ...(by === undefined ? {} : { authorization: `Bearer ${by.token}` }),
      ...(body === undefined ? {} : { "content-type": body.mediaType }),
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    },
    body: body === undefined ? undefined : Buffer.from(textOf(body)),
  };
}

export function targetOf(
  template: string,
  path: Readonly<Record<string, unknown>>,
  query: readonly (readonly [string, unknown])[],
): string {
  const filled = template.replaceAll(/\{([^}]+)\}/g, (_, name: string) => encode(path[name]));
  const pairs = query.map(([name, value]) => `${encode(name)}=${encode(value)}`);
  return pairs.length === 0 ? filled : `${filled}?${pairs.join("&")}`;
}

export function isJson(mediaType: string): boolean {
  return /[/+]json\b/.test(mediaType);
}

function textOf({ mediaType, value }: { readonly mediaType: string; readonly value: unknown }): string {
  return isJson(mediaType) ? JSON.stringify(value) : String(value);
}

/** Half a surrogate pair can't be said in an URL. */
function encode(value: unknown): string {
  return encodeURIComponent(String(value).toWellFormed());
}

/** A command that sends the same. */
export function toCurl(origin: string, { method, target, headers, body }: WireRequest): string {
  const parts = ["curl", "-i", "-X", method, quote(origin + target), "--path-as-is"];
  for (const [name, value] of Object.entries(headers)) parts.push("-H", quote(`${name}: ${value}`));
  if (body !== undefined) parts.push("--data-binary", quote(body));
  return parts.join(" ");
}

const longest = 4_000;

/** For a shell. What isn't plain ASCII is escaped byte by byte, as bash reads it; long texts are cut. */
function quote(given: string | Buffer): string {
  const bytes = Buffer.from(given as string);
  if (bytes.length > longest) return `'<${bytes.length} bytes, beginning with ${bytes.toString("latin1", 0, 40)}>'`;
  const isPlain = bytes.every((byte) => byte >= 0x20 && byte < 0x7f && byte !== 0x27);
  if (isPlain) return `'${bytes.toString("latin1")}'`;
  const escaped = [...bytes].map((byte) => {
    const character = String.fromCharCode(byte);
    if (character === "'" || character === "\\") return `\\${character}`;
    return byte >= 0x20 && byte < 0x7f ? character : `\\x${byte.toString(16).padStart(2, "0")}`;
  });
  return `$'${escaped.join("")}'`;
}
