/** Milliseconds for a `DataSource` whose limits aren't what is tested: forty callers wait for ten connections, on a busy machine. */
export const patience = { acquireTimeout: 60_000, connectTimeout: 60_000 };
