import { type Static, type SchemaOptions, Type } from "@sinclair/typebox";

interface VariableOptions extends SchemaOptions {
  readonly description: string;
  /** Never printed, and without a default. */
  readonly secret?: true;
  /** In production its default doesn't count. */
  readonly requiredInProduction?: true;
  /** In production it must be its default. */
  readonly refusedInProduction?: true;
}

const text = (options: VariableOptions) => Type.String(options);
const optionalText = (options: VariableOptions) => Type.Optional(Type.String(options));
const whole = (options: VariableOptions & { minimum: number; maximum: number; default: number }) =>
  Type.Integer(options);
const optionalWhole = (options: VariableOptions & { minimum: number; maximum: number }) =>
  Type.Optional(Type.Integer(options));
const choice = <const Values extends string[]>(values: Values, options: VariableOptions) =>
  Type.Unsafe<Values[number]>(Type.String({ enum: values, ...options }));

const minute = 60_000;

/** Every environment variable that the service reads: the source of names, types, defaults and `.env.example`. */
export const Variables = Type.Object({
  NODE_ENV: choice(["development", "test", "production"], {
    description: "In production nothing is made up: secrets and addresses must be given.",
    default: "development",
  }),
  HOST: text({ description: "The address to listen on; 0.0.0.0 for all.", default: "127.0.0.1" }),
  PORT: whole({
    description: "The port to listen on; 0 takes a free one.",
    minimum: 0,
    maximum: 65_535,
    default: 3000,
  }),
  PUBLIC_URL: text({
    description: "Where people reach the service; links in mails start with it.",
    format: "http-url",
    default: "http://localhost:3000",
    requiredInProduction: true,
  }),
  CORS_ORIGINS: text({
    description: "The origins, separated by commas, whose pages may call the service from a browser. Empty: none.",
    format: "origins",
    default: "",
  }),
  TRUST_PROXY: text({
    description:
      "The proxies whose X-Forwarded-For to believe: false, or their addresses separated by commas (10.0.0.0/8,loopback).",
    format: "trusted-proxies",
    default: "false",
  }),
  RATE_LIMIT_PER_MINUTE: whole({
    description: "Requests per minute from one address.",
    minimum: 1,
    maximum: 1_000_000,
    default: 600,
  }),
  LOG_IN_RATE_LIMIT_PER_MINUTE: whole({
    description:
      "Requests per minute from one address to a route that sends a mail, or where passwords or tokens could be guessed.",
    minimum: 1,
    maximum: 1_000_000,
    default: 10,
  }),
  SHUTDOWN_TIMEOUT_MS: whole({
    description: "How long requests in flight may take to finish after a signal to stop, in milliseconds.",
    minimum: 0,
    maximum: 10 * minute,
    default: 10_000,
  }),
  DATA_DIRECTORY: text({
    description:
      "Where to keep what is made up outside production: a database, a token secret. From the project's root.",
    default: ".data",
  }),
  SEED: choice(["true", "false"], {
    description:
      "Whether a start that makes the database in DATA_DIRECTORY fills it with sample data, with people whose password is known (not in production).",
    default: "true",
  }),
  DATABASE_URL: optionalText({
    description: "The PostgreSQL to use. Not set: one of its own in DATA_DIRECTORY (not in production).",
    format: "postgres-url",
    secret: true,
    requiredInProduction: true,
  }),
  DATABASE_MIGRATION_URL: optionalText({
    description:
      "The same database for migrations: the server itself where DATABASE_URL leads to a pooler, or a role that may change tables. Not set: DATABASE_URL.",
    format: "postgres-url",
    secret: true,
  }),
  DATABASE_NEWER: choice(["continue", "refuse"], {
    description:
      "What a start does when newer code has migrated the database, as in a rolling deployment: continue with a warning, or refuse.",
    default: "continue",
  }),
  DATABASE_PASSWORD_FILE: optionalText({
    description:
      "A file with the password, read anew for each connection to the database. Not set: the one in the URL.",
  }),
  DATABASE_POOL_SIZE: whole({
    description: "Connections to the database at most.",
    minimum: 1,
    maximum: 1000,
    default: 10,
  }),
  DATABASE_ACQUIRE_TIMEOUT_MS: whole({
    description: "How long a request may wait for a free connection, in milliseconds.",
    minimum: 1,
    maximum: 10 * minute,
    default: 5000,
  }),
  DATABASE_STATEMENT_TIMEOUT_MS: whole({
    description: "How long one statement may run, in milliseconds.",
    minimum: 1,
    maximum: 60 * minute,
    default: 15_000,
  }),
  DATABASE_SLOW_STATEMENT_MS: whole({
    description: "A statement that took this long, in milliseconds, is warned about in the log.",
    minimum: 0,
    maximum: 60 * minute,
    default: 200,
  }),
  DATABASE_LEAK_WARNING_MS: whole({
    description: "A connection that is held for this long, in milliseconds, is warned about in the log; 0: never.",
    minimum: 0,
    maximum: 60 * minute,
    default: 30_000,
  }),
  DATABASE_SHOW_VALUES: choice(["true", "false"], {
    description:
      "Whether the log shows the values of parameters, and what PostgreSQL says about them. Refused in production.",
    default: "false",
    refusedInProduction: true,
  }),
  TOKEN_SECRET: optionalText({
    description: "Signs all tokens. Not set: a random one, kept in DATA_DIRECTORY (not in production).",
    minLength: 32,
    secret: true,
    requiredInProduction: true,
  }),
  ACCESS_TOKEN_TTL_SECONDS: whole({
    description: "How long an access token is valid, in seconds.",
    minimum: 1,
    maximum: 86_400,
    default: 900,
  }),
  REFRESH_TOKEN_TTL_DAYS: whole({
    description: "How long a session lives after log-in, however often it is refreshed, in days.",
    minimum: 1,
    maximum: 3650,
    default: 30,
  }),
  MAIL_URL: optionalText({
    description: "The mail server: smtp://user:password@host:587, smtps://..., or log: to write mails into the log.",
    format: "mail-url",
    secret: true,
    requiredInProduction: true,
  }),
  MAIL_FROM: text({
    description: "The sender of mails.",
    minLength: 3,
    default: "Plinth <no-reply@localhost>",
    requiredInProduction: true,
  }),
  METRICS_PORT: optionalWhole({
    description: "The port to serve /metrics on, for Prometheus; 0 takes a free one. Not set: there are no metrics.",
    minimum: 0,
    maximum: 65_535,
  }),
  METRICS_HOST: text({
    description: "The address to serve /metrics on. Whoever reaches it may read them: keep it off the public network.",
    default: "127.0.0.1",
  }),
  LOG_LEVEL: choice(["trace", "debug", "info", "warn", "error", "fatal", "silent"], {
    description: "The least important lines to log; debug shows every statement.",
    default: "info",
  }),
});

export type Variables = Static<typeof Variables>;

/** What is known of one variable. */
export interface VariableSchema extends VariableOptions {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly default?: string | number;
}

export const variableSchemas: Readonly<Record<string, VariableSchema>> = Variables.properties as Readonly<
  Record<string, VariableSchema>
>;
