export interface Answer<Body = unknown> {
  readonly status: number;
  /** Parsed where it is JSON, else the text; null where there is none. */
  readonly body: Body;
  readonly headers: Headers;
}

export interface RequestOptions {
  /** An access token. Default: the client's. */
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends real requests to a running service: `http.get<Profile>("/v1/me")`. */
export class HttpClient {
  readonly url: string;
  readonly #token: string | undefined;

  /**
   * @param url without a slash at its end
   * @param token the access token of every request that isn't given its own
   */
  constructor(url: string, token?: string) {
    this.url = url;
    this.#token = token;
  }

  get<Body>(path: string, options?: RequestOptions): Promise<Answer<Body>> {
    return this.send("GET", path, undefined, options);
  }

  post<Body>(path: string, body?: unknown, options?: RequestOptions): Promise<Answer<Body>> {
    return this.send("POST", path, body, options);
  }

  put<Body>(path: string, body?: unknown, options?: RequestOptions): Promise<Answer<Body>> {
    return this.send("PUT", path, body, options);
  }

  patch<Body>(path: string, body?: unknown, options?: RequestOptions): Promise<Answer<Body>> {
    return this.send("PATCH", path, body, options);
  }

  delete<Body>(path: string, options?: RequestOptions): Promise<Answer<Body>> {
    return this.send("DELETE", path, undefined, options);
  }

  /** @param body text and bytes are sent as they are, anything else as JSON; undefined: none */
  async send<Body>(
    method: string,
    path: string,
    body?: unknown,
    { token = this.#token, headers }: RequestOptions = {},
  ): Promise<Answer<Body>> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      body: body === undefined ? null : raw(body),
    });
    return { status: response.status, body: (await read(response)) as Body, headers: response.headers };
  }
}

function raw(body: unknown): string | Uint8Array<ArrayBuffer> {
  return typeof body === "string" || body instanceof Uint8Array
    ? (body as string | Uint8Array<ArrayBuffer>)
    : JSON.stringify(body);
}

async function read(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === "") return null;
  const isJson = /[/+]json\b/.test(response.headers.get("content-type") ?? "");
  return isJson ? (JSON.parse(text) as unknown) : text;
}

/** What an answer that is a problem looks like, for `toMatchObject`. */
export function problem(status: number, code: string, errors?: readonly { pointer: string }[]) {
  return { status, body: { status, type: `/problems/${code}`, ...(errors === undefined ? {} : { errors }) } };
}
