import { createServer, type Server } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { runVitest } from "#test/support/run-vitest.ts";
import { listenOnSocket, startHungDaemon } from "./fake-daemon.ts";
import { chooseServer } from "./choose-server.ts";

const url = "postgres://somebody@somewhere/plinth_test";

test("TEST_DATABASE_URL is taken before all others", async () => {
  const { description, ...server } = await choose({ TEST_DATABASE_URL: url });
  expect(server.url).toBe(url);
  expect(description).toBe("the server of TEST_DATABASE_URL");
});

test("an embedded server can be demanded, and takes connections", async () => {
  const server = await choose({ PLINTH_TEST_DATABASE: "embedded", TEST_DATABASE_URL: url });
  expect(server.description).toMatch(/^embedded in /);
  const client = await connectPlainly(server.url, "test");
  const { rows } = await client.query("SELECT name, setting FROM pg_settings WHERE name = ANY ($1) ORDER BY name", [
    ["fsync", "full_page_writes", "synchronous_commit"],
  ]);
  expect(rows.map((row: { setting: string }) => row.setting)).toEqual(["off", "off", "off"]);
  await client.end();
});

test("a server that is demanded and not to be had is an error, not another server", async () => {
  const hung = await startHungDaemon();
  await expect(choose({ PLINTH_TEST_DATABASE: "docker", DOCKER_HOST: hung })).rejects.toThrow(
    `PLINTH_TEST_DATABASE=docker demands a PostgreSQL in Docker, but ${hung} doesn't answer within 2000 ms`,
  );
  await expect(choose({ PLINTH_TEST_DATABASE: "url" })).rejects.toThrow("but that is not set");
  await expect(choose({ PLINTH_TEST_DATABASE: "sqlite" })).rejects.toThrow('but is "sqlite"');
});

test("a run beside a hung Docker daemon says so, and goes on", async () => {
  const hung = await startHungDaemon();
  const { output, lastLine } = await plantedRun({ DOCKER_HOST: hung });
  expect(lastLine).toBe("1 passed, 0 failed");
  expect(output).toContain(`Docker isn't used: ${hung} doesn't answer within 2000 ms.\n`);
  expect(output).toMatch(/Tests run on PostgreSQL 18\S+, embedded in /);
});

test("a run beside a Docker that has no image, and no registry to pull it from, says so and goes on", async () => {
  const daemon = await listenOnSocket(daemonWithoutImages());
  const { output, lastLine } = await plantedRun({ DOCKER_HOST: daemon });
  expect(lastLine).toBe("1 passed, 0 failed");
  expect(output).toContain("Pulling the image postgres:18, once.\n");
  expect(output).toMatch(/Docker isn't used: postgres:18 can't be started in it \(.*no such host.*\)\./);
  expect(output).toMatch(/Tests run on PostgreSQL 18\S+, embedded in /);
});

async function choose(environment: NodeJS.ProcessEnv): ReturnType<typeof chooseServer> {
  const server = await chooseServer({ environment, onProgress: () => {} });
  onTestFinished(() => server.close({ keep: false }));
  return server;
}

function plantedRun(environment: NodeJS.ProcessEnv): ReturnType<typeof runVitest>["finished"] {
  const none = { TEST_POSTGRES_IMAGE: "", DOCKER_TLS_VERIFY: "", TESTCONTAINERS_HOST_OVERRIDE: "localhost" };
  return runVitest(["--config", "test/support/planted/vitest.config.ts", "passing"], { ...none, ...environment })
    .finished;
}

/** Answers what testcontainers asks before it makes a container; refuses to pull. */
function daemonWithoutImages(): Server {
  // It keeps idle connections, as Docker does: one that is closed under a slow client would be another error.
  return createServer({ keepAliveTimeout: 0 }, ({ url: path = "" }, response) => {
    const answer = (status: number, body: object) => response.writeHead(status).end(JSON.stringify(body));
    if (path === "/_ping" || path === "/info") return answer(200, {});
    if (path.startsWith("/containers/json")) return answer(200, []);
    if (path.endsWith("/json")) return answer(404, { message: "No such image" });
    return answer(500, { message: "lookup registry: no such host" });
  });
}
