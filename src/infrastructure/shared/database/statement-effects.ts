import type { Statement } from "./statement.ts";

/** What a statement does beyond its rows, as far as its text tells. */
export interface StatementEffects {
  /** Why a `Connection` can't run it, as the end of a sentence that begins with its name. */
  readonly refusal: string | undefined;
  /** It may leave something behind in the server's session: a setting, a lock, a temporary table, a cursor. */
  readonly changesSession: boolean;
  /** It only reads: when its answer is lost, nothing is in doubt. */
  readonly onlyReads: boolean;
  /** PostgreSQL notices when the columns of a prepared statement change, but not those of the cursor of a FETCH. */
  readonly canBePrepared: boolean;
}

const controlsTransaction =
  /^(BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK|ABORT|SAVEPOINT|RELEASE|PREPARE\s+TRANSACTION)\b/i;
/** What DO and CALL run is not seen. */
const sessionCommand = /^(SET|RESET|DISCARD|LISTEN|UNLISTEN|PREPARE|DEALLOCATE|LOAD|DO|CALL)\b/i;
const cursorThatStays = /^DECLARE\b[^;]*?\bWITH\s+HOLD\s+FOR\b/i;
const endsWithTransaction = /^SET\s+(LOCAL|CONSTRAINTS|TRANSACTION)\b/i;
const sessionFunction = /\b(set_config|setseed)"?\s*\(|\bpg_(try_)?advisory_lock|\bpg_temp\b/i;
const temporaryTable = /\b(CREATE(\s+OR\s+REPLACE)?|INTO)\s+((LOCAL|GLOBAL)\s+)?TEMP(ORARY)?\b/i;
/** Its third argument says that the setting ends with the transaction. */
const localConfiguration = /\bset_config\s*\((?:[^()']|'(?:[^']|'')*')*,\s*true\s*\)/gi;
const reads = /^(SELECT|VALUES|TABLE|SHOW|EXPLAIN|WITH)\b/i;
/** A function of the user's own, with its schema, may write; one without a schema is not seen. */
const writes =
  /\b(INSERT|UPDATE|DELETE|MERGE|INTO|ANALYZE|nextval|setval|pg_notify|lo_\w+|dblink\w*)\b|(?<!\bpg_catalog\s*)\.\s*("[^"]*"|\w+)\s*\(/i;

const known = new WeakMap<Statement, StatementEffects>();

/** Each statement is looked at once. What a function of the user's own does is not seen. */
export function effectsOf(statement: Statement): StatementEffects {
  const before = known.get(statement);
  if (before !== undefined) return before;
  const text = statement.text.slice(startOf(statement.text));
  const commandChanges = sessionCommand.test(text) && !endsWithTransaction.test(text);
  const effects = {
    refusal: refusalOf(text),
    changesSession:
      commandChanges ||
      cursorThatStays.test(text) ||
      temporaryTable.test(text) ||
      sessionFunction.test(text.replace(localConfiguration, "")),
    onlyReads: reads.test(text) && !writes.test(text),
    canBePrepared: !/^FETCH\b/i.test(text),
  };
  known.set(statement, effects);
  return effects;
}

function refusalOf(text: string): string | undefined {
  if (controlsTransaction.test(text)) return "controls a transaction by itself: use withTransaction and its options.";
  if (!/^COPY\b/i.test(text)) return undefined;
  return "is a COPY, which a Connection can't run: insert with unnest, or read with a cursor.";
}

/** Where the first word stands, behind space, empty statements and comments, which PostgreSQL nests. */
function startOf(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const two = text.slice(at, at + 2);
    if (two === "/*" || (two === "*/" && depth > 0)) {
      depth += two === "/*" ? 1 : -1;
      at++;
    } else if (depth === 0 && two === "--") {
      const end = text.slice(at).search(/[\r\n]/);
      at = end < 0 ? text.length : at + end;
    } else if (depth === 0 && !/[\s;]/.test(text.charAt(at))) return at;
  }
  return text.length;
}
