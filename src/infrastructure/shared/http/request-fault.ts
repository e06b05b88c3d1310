/** One fault in a request: where, as a JSON pointer that starts with the part (`/body/email`, `/query/limit`), and what. */
export interface Fault {
  readonly pointer: string;
  readonly detail: string;
}

interface RequestFaultOptions extends ErrorOptions {
  readonly errors?: readonly Fault[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** What HTTP itself refuses, before the business is asked. Becomes a problem of this status and code. */
export class RequestFault extends Error {
  readonly status: number;
  /** Stable, part of the public contract, in kebab-case. */
  readonly code: string;
  readonly errors: readonly Fault[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, options: RequestFaultOptions = {}) {
    super(message, options);
    this.name = new.target.name;
    this.status = status;
    this.code = code;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
  }
}
