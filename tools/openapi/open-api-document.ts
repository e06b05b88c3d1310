import { pino } from "pino";
import { connectDatabase } from "#infrastructure/connect-database.ts";
import { createService } from "#infrastructure/service.ts";
import { loadConfiguration } from "#infrastructure/shared/config/configuration.ts";

interface Document {
  readonly paths: object;
}

/** The service's OpenAPI document, of the wired service itself: it asks no database, and opens no port. */
export async function openApiDocument(): Promise<Document> {
  const configuration = loadConfiguration({
    NODE_ENV: "test",
    TOKEN_SECRET: "of a service that answers nobody at all",
  });
  const logger = pino({ level: "silent" });
  const dataSource = connectDatabase({ url: "postgres://localhost:1/none", configuration, logger });
  const service = await createService({ configuration, logger, dataSource });
  const document = service.http.swagger() as Document;
  await service.close();
  await dataSource.close();
  return document;
}
