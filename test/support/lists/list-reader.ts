import type { FastifyInstance } from "fastify";
import { loadConfiguration } from "#infrastructure/shared/config/configuration.ts";
import type { DataSource } from "#infrastructure/shared/database/data-source.ts";
import { createLogger } from "#infrastructure/shared/observability/logger.ts";
import { createService } from "#infrastructure/service.ts";
import { aPerson, withoutLogIn } from "#test/support/token-bearers.ts";
import type { List } from "./list.ts";
import { reader } from "./rows.ts";

/** A page as every list answers it. */
interface PageBody {
  readonly items: readonly unknown[];
  readonly nextCursor: string | null;
}

/** Reads lists through the whole service, with its routes, schemas and cursors, and without its log-in. */
export class ListReader {
  readonly #http: FastifyInstance;

  private constructor(http: FastifyInstance) {
    this.#http = http;
  }

  /** @param dataSource of a migrated database; it stays the caller's */
  static async start(dataSource: DataSource): Promise<ListReader> {
    const configuration = loadConfiguration({
      NODE_ENV: "test",
      TOKEN_SECRET: "of nothing but lists, with thirty-two bytes",
      RATE_LIMIT_PER_MINUTE: "1000000",
    });
    const { http } = await createService({
      configuration,
      logger: createLogger(configuration, { write: () => undefined }),
      dataSource,
      customize: withoutLogIn,
    });
    return new ListReader(http);
  }

  get openApi(): object {
    return this.#http.swagger();
  }

  /**
   * A page of the reader's list, of 20 items unless given.
   *
   * @throws Error for an answer other than 200
   */
  async read(list: List, cursor: string | null, { limit = 20 } = {}): Promise<PageBody> {
    const url = new URL(list.path, "http://lists");
    url.searchParams.set("limit", String(limit));
    if (cursor !== null) url.searchParams.set("cursor", cursor);
    const { token } = aPerson(list.role, reader);
    const headers = { authorization: `Bearer ${token}` };
    const answer = await this.#http.inject({ url: url.pathname + url.search, headers });
    if (answer.statusCode === 200) return answer.json<PageBody>();
    throw new Error(`Expected a page of the list ${list.name}, but got ${answer.statusCode}: ${answer.body}`);
  }

  /**
   * Goes from page to page.
   *
   * @returns the cursor behind so many pages of that size
   * @throws Error when the list ends before
   */
  async walk(list: List, pages: number, limit: number): Promise<string> {
    let cursor: string | null = null;
    for (let page = 0; page < pages; page++) {
      cursor = (await this.read(list, cursor, { limit })).nextCursor;
      if (cursor !== null) continue;
      throw new Error(
        `Expected more than ${pages} pages of ${limit} in the list ${list.name}, but it ends at ${page + 1}.`,
      );
    }
    return cursor ?? "";
  }

  close(): Promise<void> {
    return this.#http.close();
  }
}
