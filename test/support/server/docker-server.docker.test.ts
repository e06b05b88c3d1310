import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { getContainerRuntimeClient } from "testcontainers";
import { expect, test as base } from "vitest";
import { connectPlainly } from "#infrastructure/shared/database/plain-connection.ts";
import { label, startDockerServer } from "./docker-server.ts";

const image = process.env["TEST_POSTGRES_IMAGE"] || "postgres:18";
const child = join(import.meta.dirname, "docker-server.child.ts");
const endWithParent = join(import.meta.dirname, "../end-with-parent.ts");
/** Another name of the same image, so a container for other settings. */
const alias = `docker.io/library/${image}`;

/** `purpose`: sets the containers of a test apart from those of runs; they are removed when it has ended. */
const test = base.extend("purpose", ({}, { onCleanup }) => {
  const purpose = `test-${randomBytes(4).toString("hex")}`;
  onCleanup(async () => {
    const daemon = await docker();
    for (const { Id: id } of await containersFor(purpose))
      await daemon.getContainer(id).remove({ force: true, v: true });
  });
  return purpose;
});

test("runs that begin together take one container, and later ones take it again", async ({ purpose }) => {
  const servers = await Promise.all([1, 2, 3].map(() => startDockerServer(image, { purpose })));
  const again = await startDockerServer(image, { purpose });
  expect(new Set([...servers, again].map(({ url }) => url)).size).toBe(1);
  expect(await containersFor(purpose)).toHaveLength(1);

  const client = await connectPlainly(again.url, "test");
  const { rows } = await client.query<{ setting: string }>(
    "SELECT setting FROM pg_settings WHERE name = ANY ($1) ORDER BY name",
    [["fsync", "full_page_writes", "max_connections", "synchronous_commit"]],
  );
  expect(rows.map(({ setting }) => setting)).toEqual(["off", "off", "300", "off"]);
  await client.end();
});

test("so do those of several processes, which are refused its name by Docker", async ({ purpose, onTestFinished }) => {
  const execArgv = ["--import", endWithParent];
  const runs = Array.from({ length: 4 }, () => fork(child, [image, purpose], { execArgv }));
  onTestFinished(() => runs.forEach((run) => run.kill("SIGKILL")));
  await Promise.all(runs.map((run) => once(run, "message")));
  const told = runs.map((run) => Promise.race([once(run, "message"), once(run, "exit")]));
  for (const run of runs) run.send("start");
  const urls = new Set((await Promise.all(told)).map(([url]) => url as unknown));
  expect(urls).toEqual(new Set([(await startDockerServer(image, { purpose })).url]));
  expect(await containersFor(purpose)).toHaveLength(1);
});

test("its data is in memory, and only this machine can connect", async ({ purpose }) => {
  await startDockerServer(image, { purpose });
  const [container] = await containersFor(purpose);
  const { HostConfig: host, Mounts: mounts } = await (await docker()).getContainer(container?.Id ?? "").inspect();
  expect(host.Tmpfs).toEqual({ "/var/lib/postgresql": "rw" });
  expect(mounts).toEqual([]);
  expect(container?.Ports.map(({ IP: address }) => address)).toEqual(["127.0.0.1"]);
});

test("one for other settings is removed when it is old and serves nobody; others are not touched", async ({
  purpose,
}) => {
  const old = await startDockerServer(image, { purpose });
  const names = async () => (await containersFor(purpose)).flatMap(({ Names: all }) => all);
  const client = await connectPlainly(old.url, "test");
  const current = await startDockerServer(alias, { purpose, youth: 0 });
  expect(await names(), "it is in use").toContain(`/${old.name}`);

  await client.end();
  await startDockerServer(alias, { purpose });
  expect(await names(), "it is young").toContain(`/${old.name}`);

  await startDockerServer(alias, { purpose: `${purpose}-other`, youth: 0 });
  expect(await names(), "it is for something else").toContain(`/${old.name}`);

  await startDockerServer(alias, { purpose, youth: 0 });
  expect(await names()).not.toContain(`/${old.name}`);
  expect(await names()).toContain(`/${current.name}`);
});

async function docker() {
  return (await getContainerRuntimeClient()).container.dockerode;
}

async function containersFor(purpose: string) {
  const all = await (await docker()).listContainers({ all: true, filters: { label: [label] } });
  return all.filter(({ Labels: labels }) => labels[label]?.startsWith(purpose));
}
