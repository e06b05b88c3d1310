import { probeDocker } from "./docker-probe.ts";
import { startEmbeddedTestServer } from "./embedded-test-server.ts";
import type { TestServer } from "./test-server.ts";

const kinds = ["docker", "embedded", "url"] as const;
type Kind = (typeof kinds)[number];

/**
 * The server of this run: that of `TEST_DATABASE_URL`; else a container, where a Docker daemon answers within 2 seconds;
 * else an embedded one. `PLINTH_TEST_DATABASE` demands one of them.
 *
 * @param options.onProgress called with a line of text before what takes long, and when Docker can't be used
 * @throws Error when the demanded one isn't to be had, or the embedded one doesn't start
 */
export async function chooseServer({
  environment = process.env,
  onProgress,
}: {
  environment?: NodeJS.ProcessEnv;
  onProgress: (line: string) => void;
}): Promise<TestServer> {
  const given = environment["TEST_DATABASE_URL"];
  const demanded = demandedKind(environment["PLINTH_TEST_DATABASE"]);
  if (demanded === "url" || (given && !demanded)) return givenServer(given);
  if (demanded === "embedded") return startEmbeddedTestServer();
  const docker = await startDocker(environment, onProgress);
  if (typeof docker === "object") return docker;
  if (demanded === "docker") {
    throw new Error(
      `PLINTH_TEST_DATABASE=docker demands a PostgreSQL in Docker, but ${docker ?? "no Docker is installed"}. ` +
        "Start Docker, or unset the variable to use the embedded PostgreSQL.",
    );
  }
  if (docker) onProgress(`Docker isn't used: ${docker}.`);
  return startEmbeddedTestServer();
}

function demandedKind(value: string | undefined): Kind | undefined {
  if (!value) return undefined;
  const kind = kinds.find((each) => each === value);
  if (kind) return kind;
  throw new Error(`PLINTH_TEST_DATABASE should be one of ${kinds.join(", ")}, but is "${value}". Correct or unset it.`);
}

function givenServer(url: string | undefined): TestServer {
  if (url) return { url, description: "the server of TEST_DATABASE_URL", close: async () => {} };
  throw new Error(
    "PLINTH_TEST_DATABASE=url demands the server of TEST_DATABASE_URL, but that is not set. " +
      "Set it (postgres://user@host/plinth_test), or unset PLINTH_TEST_DATABASE.",
  );
}

/** @returns why there is none, where there isn't one; undefined where there is no trace of a Docker */
async function startDocker(
  environment: NodeJS.ProcessEnv,
  onProgress: (line: string) => void,
): Promise<TestServer | string | undefined> {
  const image = environment["TEST_POSTGRES_IMAGE"] || "postgres:18";
  const probe = await probeDocker(image, { environment });
  if (!probe.usable) return probe.why;
  if (!probe.hasImage) onProgress(`Pulling the image ${image}, once.`);
  try {
    // Takes half a second to load, which only those wait for who have a Docker.
    const { startDockerServer } = await import("./docker-server.ts");
    const { url, name } = await startDockerServer(image);
    return { url, description: `${image} in the container ${name}, durability off`, close: async () => {} };
  } catch (error) {
    return `${image} can't be started in it (${(error as Error).message.trim()})`;
  }
}
