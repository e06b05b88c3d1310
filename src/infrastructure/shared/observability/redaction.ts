const secrets = new Set(
  [
    "authorization",
    "cookie",
    "set-cookie",
    "password",
    "currentPassword",
    "newPassword",
    "passwordHash",
    "token",
    "accessToken",
    "refreshToken",
    "tokenHash",
    "refreshTokenHash",
    "secret",
  ].map((name) => name.toLowerCase()),
);

/** One deeper than pino prints. */
const deepest = 6;

/**
 * The same fields, with those blanked whose names say that they are secret, in objects and lists inside too. Pino's own
 * redaction needs wildcards for that, which cost 35 µs a line; this one 1 µs.
 */
export function redact<Fields extends object>(fields: Fields, depth = 1): Fields {
  let copy: Record<string, unknown> | undefined;
  for (const [name, value] of Object.entries(fields) as [string, unknown][]) {
    const shown = secrets.has(name.toLowerCase())
      ? "[redacted]"
      : isContainer(value, depth)
        ? redact(value, depth + 1)
        : value;
    if (shown === value) continue;
    copy ??= (Array.isArray(fields) ? [...fields] : { ...fields }) as Record<string, unknown>;
    copy[name] = shown;
  }
  return (copy ?? fields) as Fields;
}

/** Whether `value` is a plain object or list; others, such as errors and dates, print themselves. */
function isContainer(value: unknown, depth: number): value is object {
  if (typeof value !== "object" || value === null || depth >= deepest) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Array.isArray(value);
}
