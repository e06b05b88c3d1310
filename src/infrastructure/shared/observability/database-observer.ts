import { type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { FastifyBaseLogger } from "fastify";
import type { DatabaseError } from "#infrastructure/shared/database/errors.ts";
import type { DatabaseObserver, StatementOutcome } from "#infrastructure/shared/database/observer.ts";
import { requestLogger } from "./request-scope.ts";

export interface DatabaseObserverOptions {
  /** For what happens outside requests; inside, the request's own logger is used. */
  readonly logger: FastifyBaseLogger;
  /** From how many milliseconds on a statement is warned about. */
  readonly slowStatementMs: number;
}

const tracer = trace.getTracer("plinth/database");

/** Logs and traces statements by their names; never their values. */
export function createDatabaseObserver({ logger, slowStatementMs }: DatabaseObserverOptions): DatabaseObserver {
  return {
    statementStarted: (name) => {
      const log = requestLogger.getStore() ?? logger;
      const started = performance.now();
      const span = tracer.startSpan(name, {
        kind: SpanKind.CLIENT,
        attributes: { "db.system.name": "postgresql", "db.query.summary": name },
      });
      return (outcome) => {
        logStatement(log, name, performance.now() - started, outcome, slowStatementMs);
        endSpan(span, outcome);
      };
    },
    transactionRetried: (attempt, conflict) => {
      const log = requestLogger.getStore() ?? logger;
      log.warn({ attempt, ...described(conflict) }, "transaction runs again after a conflict");
      trace.getActiveSpan()?.addEvent("transaction retried", { attempt });
    },
  };
}

function logStatement(
  log: FastifyBaseLogger,
  statement: string,
  duration: number,
  outcome: StatementOutcome,
  slowStatementMs: number,
): void {
  const durationMs = Math.round(duration * 10) / 10;
  if ("error" in outcome) {
    const level = isUsual(outcome.error) ? "debug" : "warn";
    log[level]({ ...described(outcome.error), statement, durationMs }, "statement failed");
  } else if (duration >= slowStatementMs) {
    log.warn({ statement, durationMs, rows: outcome.rows }, "slow statement");
  } else {
    log.debug({ statement, durationMs, rows: outcome.rows }, "statement");
  }
}

/** A constraint that refuses a row is an answer that repositories expect; 25P02 only follows from an earlier failure. */
function isUsual({ sqlState = "" }: DatabaseError): boolean {
  return sqlState.startsWith("23") || sqlState === "25P02";
}

/** Not the cause: PostgreSQL's own messages may quote values. */
function described({ name, message, statement, sqlState, constraint }: DatabaseError): object {
  return { statement, error: name, reason: message, sqlState, constraint };
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
