import { join, resolve } from "node:path";
import { list } from "./formats.ts";
import { readVariables } from "./read-variables.ts";
import { Secret } from "./secret.ts";
import type { Variables } from "./variables.ts";

const projectRoot = join(import.meta.dirname, "../../../..");

/** All that can be configured, deeply frozen. Times are in the unit that their name says. */
export interface Configuration {
  readonly environment: Variables["NODE_ENV"];
  /** An absolute path. */
  readonly dataDirectory: string;
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly publicUrl: string;
    readonly corsOrigins: readonly string[];
    /** The addresses of trusted proxies, separated by commas. */
    readonly trustProxy: false | string;
    readonly rateLimitPerMinute: number;
    readonly logInRateLimitPerMinute: number;
    readonly shutdownTimeoutMs: number;
  };
  readonly database: {
    /** Undefined: the service brings its own PostgreSQL. */
    readonly url: Secret | undefined;
    /** Undefined: the same as `url`. */
    readonly migrationUrl: Secret | undefined;
    readonly whenNewer: Variables["DATABASE_NEWER"];
    /** An absolute path. Undefined: the password is in `url`. */
    readonly passwordFile: string | undefined;
    readonly poolSize: number;
    readonly acquireTimeoutMs: number;
    readonly statementTimeoutMs: number;
    readonly slowStatementMs: number;
    readonly leakWarningMs: number;
    /** Never in production. */
    readonly showValues: boolean;
  };
  readonly tokens: {
    /** Undefined: the service makes one up and keeps it. */
    readonly secret: Secret | undefined;
    readonly accessTokenTtlSeconds: number;
    readonly refreshTokenTtlDays: number;
  };
  readonly mail: {
    /** Undefined: mails are written into the log. */
    readonly url: Secret | undefined;
    readonly from: string;
  };
  readonly metrics: {
    /** Undefined: there are none. */
    readonly port: number | undefined;
    readonly host: string;
  };
  readonly log: { readonly level: Variables["LOG_LEVEL"] };
  /** What somebody who starts the service should know about it: for the log. */
  readonly notices: readonly string[];
}

/**
 * The configuration that the environment describes.
 *
 * @throws ConfigurationError naming every wrong or missing variable at once
 */
export function loadConfiguration(environment: NodeJS.ProcessEnv = process.env): Configuration {
  const variables = readVariables(environment);
  return deepFreeze({
    environment: variables.NODE_ENV,
    dataDirectory: resolve(projectRoot, variables.DATA_DIRECTORY),
    http: {
      host: variables.HOST,
      port: variables.PORT,
      publicUrl: variables.PUBLIC_URL.replace(/\/+$/, ""),
      corsOrigins: list(variables.CORS_ORIGINS),
      trustProxy: variables.TRUST_PROXY === "false" ? false : variables.TRUST_PROXY,
      rateLimitPerMinute: variables.RATE_LIMIT_PER_MINUTE,
      logInRateLimitPerMinute: variables.LOG_IN_RATE_LIMIT_PER_MINUTE,
      shutdownTimeoutMs: variables.SHUTDOWN_TIMEOUT_MS,
    },
    database: {
      url: secret(variables.DATABASE_URL),
      migrationUrl: secret(variables.DATABASE_MIGRATION_URL),
      whenNewer: variables.DATABASE_NEWER,
      passwordFile: variables.DATABASE_PASSWORD_FILE && resolve(projectRoot, variables.DATABASE_PASSWORD_FILE),
      poolSize: variables.DATABASE_POOL_SIZE,
      acquireTimeoutMs: variables.DATABASE_ACQUIRE_TIMEOUT_MS,
      statementTimeoutMs: variables.DATABASE_STATEMENT_TIMEOUT_MS,
      slowStatementMs: variables.DATABASE_SLOW_STATEMENT_MS,
      leakWarningMs: variables.DATABASE_LEAK_WARNING_MS,
      showValues: variables.DATABASE_SHOW_VALUES === "true",
    },
    tokens: {
      secret: secret(variables.TOKEN_SECRET),
      accessTokenTtlSeconds: variables.ACCESS_TOKEN_TTL_SECONDS,
      refreshTokenTtlDays: variables.REFRESH_TOKEN_TTL_DAYS,
    },
    mail: {
      url: variables.MAIL_URL === "log:" ? undefined : secret(variables.MAIL_URL),
      from: variables.MAIL_FROM,
    },
    metrics: { port: variables.METRICS_PORT, host: variables.METRICS_HOST },
    log: { level: variables.LOG_LEVEL },
    notices: notices(variables),
  });
}

function notices({ MAIL_URL, DATABASE_SHOW_VALUES }: Variables): string[] {
  const writesMails = MAIL_URL === undefined || MAIL_URL === "log:";
  return [
    ...(writesMails ? ["MAIL_URL names no mail server: mails are written into the log."] : []),
    ...(DATABASE_SHOW_VALUES === "true" ? ["DATABASE_SHOW_VALUES is true: what users enter is in the log."] : []),
  ];
}

function secret(value: string | undefined): Secret | undefined {
  return value === undefined ? undefined : new Secret(value);
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === "object" && part !== null) deepFreeze(part);
  return Object.freeze(value);
}
