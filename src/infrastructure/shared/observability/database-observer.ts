import { type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { FastifyBaseLogger } from "fastify";
import { type DatabaseError, WorkAborted } from "#infrastructure/shared/database/errors.ts";
import type { DatabaseObserver, StatementOutcome } from "#infrastructure/shared/database/observer.ts";
import { requestScope } from "./request-scope.ts";

export interface DatabaseObserverOptions {
  /** For what happens outside requests; inside, the request's own logger is used. */
  readonly logger: FastifyBaseLogger;
  /** From how many milliseconds on a statement is warned about. */
  readonly slowStatementMs: number;
  /** Whether to log the values of parameters, and what PostgreSQL said about a failure, which may quote them. */
  readonly showValues?: boolean;
}

interface StatementLine {
  readonly statement: string;
  readonly durationMs: number;
  readonly values?: Readonly<Record<string, unknown>>;
}

/** Milliseconds. Where one gets no connection, hundreds get none, and each of their requests leaves a line anyway. */
const pauseBetweenFailures = 1_000;

const tracer = trace.getTracer("plinth/database");

/** Logs and traces what a `DataSource` does: statements by their names, never their values unless asked for. */
export function createDatabaseObserver({
  logger,
  slowStatementMs,
  showValues = false,
}: DatabaseObserverOptions): DatabaseObserver {
  let failureLogged = -Infinity;
  let failuresBefore = 0;
  const currentLogger = () => requestScope.getStore()?.logger ?? logger;
  return {
    statementStarted(statement, parameters = [], values = []) {
      const log = currentLogger();
      const started = performance.now();
      const span = tracer.startSpan(statement, {
        kind: SpanKind.CLIENT,
        attributes: { "db.system.name": "postgresql", "db.query.summary": statement },
      });
      return (outcome) => {
        const durationMs = tenths(performance.now() - started);
        const line = { statement, durationMs, ...(showValues ? { values: byName(parameters, values) } : {}) };
        logStatement(log, line, outcome, { slowStatementMs, showValues });
        endSpan(span, outcome);
      };
    },

    transactionRetried(attempt, reason) {
      currentLogger().warn({ attempt, ...described(reason) }, "transaction runs again");
      trace.getActiveSpan()?.addEvent("transaction retried", { attempt });
    },

    connectionAcquired() {
      const log = currentLogger();
      return ({ milliseconds, statement, takenAt }) =>
        log.warn(
          { heldMs: Math.round(milliseconds), statement, takenAt },
          "a connection is held for long: is it given back, and is nothing else awaited meanwhile?",
        );
    },

    acquireFailed(error, waited) {
      failuresBefore++;
      const now = performance.now();
      if (now - failureLogged < pauseBetweenFailures) return;
      const fields = { ...described(error), waitedMs: Math.round(waited), failures: failuresBefore };
      logger.warn(fields, "no connection to the database");
      failureLogged = now;
      failuresBefore = 0;
    },
  };
}

function logStatement(
  log: FastifyBaseLogger,
  line: StatementLine,
  outcome: StatementOutcome,
  { slowStatementMs, showValues }: { readonly slowStatementMs: number; readonly showValues: boolean },
): void {
  if ("error" in outcome) {
    const { error } = outcome;
    const said = showValues ? { postgres: detailsOf(error.cause) } : {};
    log[isUsual(error) ? "debug" : "warn"]({ ...described(error), ...said, ...line }, "statement failed");
  } else if (line.durationMs >= slowStatementMs) {
    log.warn({ ...line, rows: outcome.rows }, "slow statement");
  } else {
    log.debug({ ...line, rows: outcome.rows }, "statement");
  }
}

/**
 * A constraint that refuses a row is an answer that repositories expect; 25P02 only follows from an earlier failure; and
 * of a request whose client has gone there is a line already.
 */
function isUsual(error: DatabaseError): boolean {
  const { sqlState = "" } = error;
  return error instanceof WorkAborted || sqlState.startsWith("23") || sqlState === "25P02";
}

/** Not the cause: PostgreSQL's own messages may quote values. */
function described({ name, message, statement, sqlState, constraint }: DatabaseError): object {
  return { statement, error: name, reason: message, sqlState, constraint };
}

/** What only they see who have asked for values. */
function detailsOf(cause: unknown): object | undefined {
  if (!(cause instanceof Error)) return undefined;
  const { message, detail, where } = cause as Error & { readonly detail?: string; readonly where?: string };
  return { message, detail, where };
}

/** So that those whose names say that they are secret are blanked. */
function byName(parameters: readonly string[], values: readonly unknown[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(parameters.map((name, index) => [name, values[index]]));
}

function tenths(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}

function endSpan(span: Span, outcome: StatementOutcome): void {
  if ("rows" in outcome) {
    span.setAttribute("db.response.returned_rows", outcome.rows);
  } else {
    const { name, sqlState } = outcome.error;
    span.setAttribute("error.type", name);
    if (sqlState !== undefined) span.setAttribute("db.response.status_code", sqlState);
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}
