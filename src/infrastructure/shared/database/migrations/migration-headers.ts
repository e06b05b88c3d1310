/** What a file's `-- migrate:` lines say about how to run it. */
export interface MigrationHeaders {
  /** Statement by statement, each on its own: for CREATE INDEX CONCURRENTLY and what else can't be in a transaction. */
  readonly noTransaction: boolean;
  /** Why what the file does can't be undone. Undefined: it can. */
  readonly irreversible: string | undefined;
  /** What is wrong with the lines, each fit to follow the file's name. */
  readonly faults: readonly string[];
}

/** Reads the lines `-- migrate: no-transaction` and `-- migrate: irreversible <reason>` above the first statement. */
export function readHeaders(sql: string): MigrationHeaders {
  const faults: string[] = [];
  let noTransaction = false;
  let irreversible: string | undefined;
  for (const { 0: line, 1: setting = "", index } of sql.matchAll(/^[ \t]*--[ \t]*migrate:[ \t]*(.*?)[ \t\r]*$/gm)) {
    const reason = /^irreversible\b[ \t]*(.*)$/.exec(setting)?.[1];
    if (!isWithoutStatement(sql.slice(0, index))) {
      faults.push(`"${line.trim()}" stands below a statement: move it to the top of the file`);
    } else if (setting === "no-transaction") {
      noTransaction = true;
    } else if (reason) {
      irreversible = reason;
    } else if (reason === "") {
      faults.push('"-- migrate: irreversible" gives no reason: write it behind that word');
    } else {
      faults.push(`"${line.trim()}" is unknown: expected "-- migrate: no-transaction" or "… irreversible <reason>"`);
    }
  }
  return { noTransaction, irreversible, faults };
}

/** Nothing but white space, semicolons and comments. PostgreSQL's block comments may be nested. */
export function isWithoutStatement(sql: string): boolean {
  let depth = 0;
  for (let at = 0; at < sql.length; at++) {
    const pair = sql.slice(at, at + 2);
    if (pair === "/*") {
      depth++;
      at++;
    } else if (depth > 0) {
      if (pair !== "*/") continue;
      depth--;
      at++;
    } else if (pair === "--") {
      const end = sql.indexOf("\n", at);
      at = end < 0 ? sql.length : end;
    } else if (!/[\s;]/.test(pair.charAt(0))) {
      return false;
    }
  }
  return true;
}
