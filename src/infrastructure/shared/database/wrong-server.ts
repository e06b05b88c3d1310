import { DatabaseUnavailable } from "./errors.ts";

/**
 * The error of work that has reached a server which takes no writes, as one that was the primary when the connection was
 * made; undefined for any other. 25006: a write in a transaction that is read-only. 0A000: BEGIN asked for one that writes
 * on a standby; the statements that travelled with it could do nothing there.
 *
 * @param error what the work or one of its statements ended with
 */
export function asWrongServer(error: unknown): DatabaseUnavailable | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code, routine } = cause as { code?: string; routine?: string };
    // Not by the message, which is in the server's language.
    const onStandby = code === "0A000" && routine === "call_bool_check_hook";
    if (code !== "25006" && !onStandby) continue;
    return new DatabaseUnavailable(
      `The server takes no writes (${cause.message}): it is a standby, or has become one, or its default is read-only. ` +
        "Nothing was written. If this lasts, let DATABASE_URL name the primary.",
      { sqlState: code, cause: error },
    );
  }
  return undefined;
}
