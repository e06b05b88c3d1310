// A small service in a process of its own: close-on-signal.process.test.ts sends it signals.
import { Type } from "@sinclair/typebox";
import { loadConfiguration } from "#infrastructure/shared/config/configuration.ts";
import { createAuthentication } from "#infrastructure/shared/http/authentication.ts";
import { closeOnSignal } from "#infrastructure/shared/http/graceful-shutdown.ts";
import { createHttpServer } from "#infrastructure/shared/http/server.ts";
import { createLogger } from "#infrastructure/shared/observability/logger.ts";

const configuration = loadConfiguration({ NODE_ENV: "test" });
const logger = createLogger(configuration);
const app = await createHttpServer({
  configuration: configuration.http,
  logger,
  authentication: createAuthentication(() => Promise.reject(new Error("nobody"))),
  ready: async () => {},
  routes: [
    async (api) => {
      const Done = Type.Object({ ok: Type.Boolean() }, { description: "Done." });
      const schema = { summary: "A route", tags: ["test"], response: { 200: Done } };
      api.get("/slow", { schema }, async () => {
        logger.info("slow request arrived");
        await new Promise((resolve) => setTimeout(resolve, 200));
        return { ok: true };
      });
      api.get("/crash", { schema }, async () => {
        setImmediate(() => {
          throw new Error("crash");
        });
        return { ok: true };
      });
    },
  ],
});
const closesNever = process.argv.includes("--closes-never");
closeOnSignal({
  logger,
  timeoutMs: closesNever ? 100 : 5000,
  close: async () => {
    await app.close();
    logger.info("pool closed");
    if (closesNever) await new Promise(() => {});
  },
});
logger.info({ url: await app.listen({ host: "127.0.0.1", port: 0 }) }, "listening");
