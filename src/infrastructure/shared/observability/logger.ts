import { createRequire } from "node:module";
import { trace } from "@opentelemetry/api";
import { type DestinationStream, type Logger, pino, stdSerializers, stdTimeFunctions } from "pino";
import type { Configuration } from "#infrastructure/shared/config/configuration.ts";
import { DatabaseError } from "#infrastructure/shared/database/errors.ts";
import { redact } from "./redaction.ts";

/**
 * The logger: JSON lines, or readable ones on a terminal outside production. Fields with secrets are blanked; inside a
 * trace every line carries its id.
 *
 * @param destination where the lines go, as JSON; default: standard output
 */
export function createLogger(
  { environment, log }: Pick<Configuration, "environment" | "log">,
  destination?: DestinationStream,
): Logger {
  const isReadByPeople = environment !== "production" && process.stdout.isTTY;
  const options = {
    level: log.level,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { log: redact },
    serializers: { err: (error: Error) => redact(stdSerializers.err(withoutDriverErrors(error))) },
    mixin: () => {
      const span = trace.getActiveSpan()?.spanContext();
      return span === undefined ? {} : { traceId: span.traceId, spanId: span.spanId };
    },
  };
  return pino(options, destination ?? (isReadByPeople ? prettyPrinter() : undefined) ?? pino.destination(1));
}

/** The same error, with no cause where the database begins: PostgreSQL's own messages may quote values. */
function withoutDriverErrors(error: Error): Error {
  if (error instanceof DatabaseError) return Object.create(error, { cause: { value: undefined } }) as Error;
  if (!(error.cause instanceof Error)) return error;
  return Object.create(error, { cause: { value: withoutDriverErrors(error.cause) } }) as Error;
}

/** pino-pretty is a development dependency: undefined where only the others are installed. */
function prettyPrinter(): DestinationStream | undefined {
  const require = createRequire(import.meta.url);
  try {
    const pretty = require("pino-pretty") as (options: object) => DestinationStream;
    return pretty({ sync: true, ignore: "pid,hostname", translateTime: "SYS:HH:MM:ss.l" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}
