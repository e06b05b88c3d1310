import { isIP } from "node:net";
import { faultOfDatabaseUrl } from "#infrastructure/shared/database/connection-settings.ts";

interface Format {
  readonly expected: string;
  readonly accepts: (text: string) => boolean;
  /** Tells more about a text that isn't accepted, without the secrets in it. */
  readonly explain?: (text: string) => string | undefined;
}

/** What a text variable must look like, beyond being text. */
export const formats: Readonly<Record<string, Format>> = {
  "postgres-url": {
    expected: "a URL such as postgres://user:password@host:5432/database",
    accepts: (text) => faultOfDatabaseUrl(text) === undefined,
    explain: faultOfDatabaseUrl,
  },
  "mail-url": {
    expected: "a URL such as smtp://user:password@host:587, or log: to write mails into the log",
    accepts: (text) => text === "log:" || (hasProtocol(text, "smtp:", "smtps:") && new URL(text).hostname !== ""),
  },
  "http-url": {
    expected: "a URL such as https://example.com",
    accepts: (text) => hasProtocol(text, "http:", "https:"),
  },
  origins: {
    expected: "origins such as https://example.com,https://admin.example.com",
    accepts: (text) => list(text).every((origin) => hasProtocol(origin, "http:", "https:") && isOrigin(origin)),
  },
  "trusted-proxies": {
    expected: "false, or addresses such as 10.0.0.0/8,loopback",
    accepts: (text) => text === "false" || list(text).every(isAddressRange),
  },
};

/** The parts of a comma-separated text, without blanks around them. */
export function list(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function hasProtocol(text: string, ...protocols: string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}

function isOrigin(text: string): boolean {
  return new URL(text).origin === text;
}

function isAddressRange(text: string): boolean {
  if (["loopback", "linklocal", "uniquelocal"].includes(text)) return true;
  const [address = "", bits, ...rest] = text.split("/");
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
